//! The lock file on the disk.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::process;

use shared_abi_layouts::{Lock, LockError};

use crate::build::kept::kept;
use crate::error::Error;

/// Reads the file. `None` if there is none; an inner error if it isn't what a lock file is.
pub(crate) fn read(path: &Path) -> Result<Option<Result<Lock<'static>, LockError>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(parse(bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::Read {
            path: path.to_owned(),
            error,
        }),
    }
}

/// Whether the file is written as it would be now, and not in an older version of the format.
pub(crate) fn is_current(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| Lock::version(&text) == Ok(Lock::VERSION))
}

/// The lock in a file's contents.
pub(crate) fn parse(bytes: Vec<u8>) -> Result<Lock<'static>, LockError> {
    let text = String::from_utf8(bytes).map_err(|_| LockError::NotALock)?;
    Lock::parse(kept(text))
}

/// Writes the file whole or not at all: a build may read it at any time.
pub(crate) fn write(path: &Path, lock: &Lock<'_>) -> Result<(), Error> {
    // In the same directory, hence on the same file system, where renaming replaces at once.
    let new = path.with_extension(format!("lock.{}.tmp", process::id()));
    let written = write_new(&new, lock).and_then(|()| fs::rename(&new, path));
    written.map_err(|error| {
        // It may not even be there.
        let _ = fs::remove_file(&new);
        Error::Write {
            path: path.to_owned(),
            error,
        }
    })
}

fn write_new(path: &Path, lock: &Lock<'_>) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(lock.to_string().as_bytes())?;
    // Else, after a crash, the name could be there without the contents.
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::env;

    use shared_abi_layouts::Layouts;

    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing_behind() {
        let dir = env::temp_dir().join(format!("shared-abi-lock-file-{}", process::id()));
        // A directory in its place, which no file replaces.
        let path = dir.join(Lock::FILE_NAME);
        fs::create_dir_all(&path).unwrap();
        let lock = Lock::without_features("shapes", Layouts::new());
        assert!(matches!(write(&path, &lock), Err(Error::Write { .. })));
        assert!(matches!(read(&path), Err(Error::Read { .. })));
        let left = fs::read_dir(&dir).unwrap().count();
        fs::remove_dir_all(dir).unwrap();
        assert_eq!(left, 1);
    }
}
