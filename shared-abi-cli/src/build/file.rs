//! A file that holds layouts: a .wasm or a lock file, on the disk or from a pipe.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use shared_abi_layouts::{Layouts, Lock, LockError};
use shared_abi_manifest::Manifest;

use crate::args::STDIN;
use crate::build::kept::kept;
use crate::build::lock_file;
use crate::error::Error;

/// The longest lock file that is read, in bytes. What is longer is another kind of file.
const MAX_LOCK_LEN: u64 = 16 << 20;

/// The longest module that is read from a pipe, in bytes: it has to be held in memory.
const MAX_PIPED_LEN: u64 = 1 << 30;

/// What a wasm binary starts with.
const WASM_MAGIC: &[u8] = b"\0asm";

/// What was in a file.
pub(crate) enum Contents {
    /// A module's layouts.
    Module(Layouts<'static>),
    /// A lock.
    Lock(Lock<'static>),
}

/// Reads a file, or standard input if the path is `-`.
pub(crate) fn read(path: &Path) -> Result<Contents, Error> {
    if path == STDIN {
        return read_pipe(path, io::stdin().lock(), MAX_PIPED_LEN);
    }
    let failed = |error| failed(path, error);
    let file = File::open(path).map_err(failed)?;
    // A pipe may have a name, too, as `/dev/stdin` and what a shell puts in the place of `<(command)`.
    if file.metadata().map_err(failed)?.is_file() {
        read_file(path, file)
    } else {
        read_pipe(path, file, MAX_PIPED_LEN)
    }
}

/// Of a .wasm on the disk little is read: it is looked into.
fn read_file(path: &Path, file: File) -> Result<Contents, Error> {
    let mut start = Vec::new();
    let mut head = (&file).take(WASM_MAGIC.len() as u64);
    head.read_to_end(&mut start)
        .map_err(|error| failed(path, error))?;
    if is_module(path, &start) {
        let manifest = Manifest::read(file).map_err(|error| Error::manifest(path, error))?;
        return Ok(Contents::Module(kept(manifest).layouts().clone()));
    }
    lock(path, Cursor::new(start).chain(file))
}

/// A pipe is read once, from its start to its end.
fn read_pipe(path: &Path, mut pipe: impl Read, max_len: u64) -> Result<Contents, Error> {
    let mut start = Vec::new();
    let mut head = (&mut pipe).take(WASM_MAGIC.len() as u64);
    head.read_to_end(&mut start)
        .map_err(|error| failed(path, error))?;
    if !is_module(path, &start) {
        return lock(path, Cursor::new(start).chain(pipe));
    }
    let mut rest = pipe.take(max_len);
    rest.read_to_end(&mut start)
        .map_err(|error| failed(path, error))?;
    if rest.limit() == 0 {
        return Err(Error::PipeTooLong {
            path: path.to_owned(),
        });
    }
    let manifest = Manifest::from_wasm(&start).map_err(|error| Error::manifest(path, error))?;
    Ok(Contents::Module(kept(manifest).layouts().clone()))
}

fn is_module(path: &Path, start: &[u8]) -> bool {
    start == WASM_MAGIC || path.extension().is_some_and(|extension| extension == "wasm")
}

fn lock(path: &Path, text: impl Read) -> Result<Contents, Error> {
    let mut bytes = Vec::new();
    text.take(MAX_LOCK_LEN + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(path, error))?;
    let neither = || Error::NeitherModuleNorLock {
        path: path.to_owned(),
    };
    if bytes.len() as u64 > MAX_LOCK_LEN {
        return Err(neither());
    }
    match lock_file::parse(bytes) {
        Ok(lock) => Ok(Contents::Lock(lock)),
        Err(LockError::NotALock) => Err(neither()),
        Err(error) => Err(Error::Lock {
            path: path.to_owned(),
            error,
        }),
    }
}

fn failed(path: &Path, error: io::Error) -> Error {
    Error::Read {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_module_is_not_read_to_its_end() {
        let endless = WASM_MAGIC.chain(io::repeat(1));
        let error = read_pipe(Path::new(STDIN), endless, 1 << 10).err().unwrap();
        assert!(matches!(error, Error::PipeTooLong { .. }), "{error}");
    }
}
