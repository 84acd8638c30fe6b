//! The lock file of the crate that is being compiled: a type's entries, or what is wrong with the file.

use std::collections::HashMap;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;
use std::{env, fs};

use shared_abi_layouts::Lock;

use crate::target::Target;

/// A lock file that concerns the crate.
pub(crate) struct LockFile {
    /// Where it is, to have the compiler watch it.
    pub(crate) path: String,
    pub(crate) lock: Arc<Lock<'static>>,
    /// Whether the package is outside of the directory of the workspace that is built: who builds it may use it with features that its
    /// authors never thought of, and can't be asked to record them.
    pub(crate) is_outside: bool,
}

/// What is wrong with the file; said once for a crate, not once for each of its types.
pub(crate) struct Problem {
    pub(crate) text: String,
    /// Where the file is, if the compiler can be told.
    pub(crate) path: Option<String>,
}

/// Set by the command line while it collects the layouts that a crate has now, whatever its lock says.
const RECORD: &str = "SHARED_ABI_RECORD_LAYOUTS";

/// The command that writes the file.
const COMMAND: &str = "cargo-shared-abi";

/// Whether each type's layout is to be written into the object file.
pub(crate) fn is_recording() -> bool {
    env::var_os(RECORD).is_some()
}

/// Whether `cargo shared-abi` can be run here.
pub(crate) fn is_command_installed() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let path = env::var_os("PATH").unwrap_or_default();
        // Where cargo looks for its commands first.
        let own = env::var_os("CARGO_HOME").map(PathBuf::from);
        let own = own.or_else(|| Some(env::home_dir()?.join(".cargo")));
        let dirs = own.into_iter().map(|dir| dir.join("bin"));
        let mut dirs = dirs.chain(env::split_paths(&path));
        dirs.any(|dir| dir.join(format!("{COMMAND}{EXE_SUFFIX}")).is_file())
    })
}

/// The lock file beside the crate's `Cargo.toml`.
///
/// # Errors
/// If the file can't be understood, or is another crate's.
pub(crate) fn find() -> Result<Option<LockFile>, Problem> {
    if is_recording() || is_doctest() {
        return Ok(None);
    }
    let Some(dir) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return Ok(None);
    };
    let path = dir.join(Lock::FILE_NAME);
    let Some(read) = cached(&path) else {
        return Ok(None);
    };
    // After the file, which most crates don't have. The lock of somebody else's package is not this user's to change.
    if is_copy(&dir) {
        return Ok(None);
    }
    let path = path.to_str().map(str::to_owned);
    let problem = |text: &str, path| {
        let text = format!("{}: {text}", Lock::FILE_NAME);
        Err(Problem { text, path })
    };
    let lock = match read {
        Read::Lock(lock) => lock,
        Read::Problem { text, is_new } => {
            return if is_new { problem(&text, path) } else { Ok(None) };
        }
    };
    let Some(target) = Target::current() else {
        return Ok(None);
    };
    if target.name() != lock.krate {
        // A package's tests and examples are crates of their own, and may reuse a name.
        if !target.is_main() || IS_OF_ANOTHER.swap(true, Ordering::Relaxed) {
            return Ok(None);
        }
        return problem(&of_another(&lock.krate, target.name()), path);
    }
    let Some(path) = path else {
        let text = "its path isn't UTF-8, so the compiler can't be told of it";
        return problem(text, None);
    };
    Ok(Some(LockFile {
        path,
        lock,
        is_outside: has_full_root(env::args_os()),
    }))
}

/// Whether it was said that the lock is another crate's. Where it is, the process is a compiler, which sees one crate.
static IS_OF_ANOTHER: AtomicBool = AtomicBool::new(false);

fn of_another(locked: &str, now: &str) -> String {
    let brings = if is_command_installed() {
        ""
    } else {
        " (cargo install shared-abi-cli brings it)"
    };
    format!("it is of the crate `{locked}`, and this is `{now}`; run cargo shared-abi lock{brings}")
}

/// What a file was found to hold.
#[derive(Clone)]
enum Read {
    Lock(Arc<Lock<'static>>),
    Problem {
        text: String,
        /// Whether nobody was told yet.
        is_new: bool,
    },
}

/// The file's contents, read and parsed once as long as it stays the same; `None` if there is none.
///
/// A compiler sees one crate and asks for each of its types. An editor's server of macros lives for days, sees many
/// crates, and the files change.
fn cached(path: &Path) -> Option<Read> {
    type Stamp = (u64, Option<SystemTime>);
    static FILES: Mutex<Option<HashMap<PathBuf, (Stamp, Read)>>> = Mutex::new(None);
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let files = files.get_or_insert_default();
    let Ok(metadata) = fs::metadata(path) else {
        files.remove(path);
        return None;
    };
    let stamp = (metadata.len(), metadata.modified().ok());
    let (read_at, read) = files
        .entry(path.to_owned())
        .or_insert_with(|| (stamp, read(path)));
    if *read_at != stamp {
        (*read_at, *read) = (stamp, self::read(path));
    }
    let found = read.clone();
    if let Read::Problem { is_new, .. } = read {
        *is_new = false;
    }
    Some(found)
}

fn read(path: &Path) -> Read {
    let lock = fs::read_to_string(path)
        .map_err(|error| error.to_string())
        // Kept as long as the process lives: a compiler reads one, an editor's server one more when it changes.
        .and_then(|text| Lock::parse(text.leak()).map_err(|error| error.to_string()));
    match lock {
        Ok(lock) => Read::Lock(Arc::new(lock)),
        Err(text) => Read::Problem { text, is_new: true },
    }
}

/// Whether an example in the crate's documentation is being compiled: it has the crate's environment, and may
/// have types of the same names.
fn is_doctest() -> bool {
    env::var_os("UNSTABLE_RUSTDOC_TEST_PATH").is_some()
}

/// Whether cargo has put the package there: taken from a registry or from git, vendored, or unpacked to be verified.
fn is_copy(dir: &Path) -> bool {
    let marks = ["Cargo.toml.orig", ".cargo-checksum.json"];
    marks.iter().any(|mark| dir.join(mark).exists())
        // At the root of a checkout of git, which may hold many packages.
        || dir.ancestors().any(|dir| dir.join(".cargo-ok").exists())
}

/// Whether the compiler was given the crate's root by its full path. That is how cargo names packages outside of the
/// directory of the workspace that it builds: those that a path leads to.
fn has_full_root(mut arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.any(|argument| {
        let path = Path::new(&argument);
        path.is_absolute() && path.extension().is_some_and(|extension| extension == "rs")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(name: &str) -> PathBuf {
        let dir = env::temp_dir().join(format!("shared-abi-derive-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    #[test]
    fn a_file_is_parsed_once_until_it_changes() {
        let dir = directory("cached");
        let path = dir.join(Lock::FILE_NAME);
        assert!(cached(&path).is_none());
        fs::write(&path, "shared-abi-lock 1\ncrate a\n").unwrap();
        let lock = || match cached(&path) {
            Some(Read::Lock(lock)) => lock,
            _ => panic!("no lock"),
        };
        let first = lock();
        assert!(Arc::ptr_eq(&first, &lock()));
        fs::write(&path, "shared-abi-lock 1\ncrate other\n").unwrap();
        assert_eq!(lock().krate, "other");
        // Of the same length, a moment later.
        fs::write(&path, "shared-abi-lock 1\ncrate third\n").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(9);
        fs::File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(later))
            .unwrap();
        assert_eq!(lock().krate, "third");
        fs::write(&path, "").unwrap();
        let is_new = || matches!(cached(&path), Some(Read::Problem { is_new: true, .. }));
        assert!(is_new() && !is_new());
        fs::remove_file(&path).unwrap();
        assert!(cached(&path).is_none());
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn what_cargo_put_there_is_a_copy() {
        let dir = directory("copy");
        let package = dir.join("deep/package");
        fs::create_dir_all(&package).unwrap();
        assert!(!is_copy(&package));
        for mark in [
            "deep/package/Cargo.toml.orig",
            "deep/package/.cargo-checksum.json",
            ".cargo-ok",
        ] {
            fs::write(dir.join(mark), "").unwrap();
            assert!(is_copy(&package), "{mark}");
            fs::remove_file(dir.join(mark)).unwrap();
        }
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_root_with_its_full_path_is_outside() {
        let of = |arguments: &[&str]| has_full_root(arguments.iter().map(OsString::from));
        let full = env::temp_dir().join("lib.rs");
        assert!(of(&["rustc", "--crate-name", "a", full.to_str().unwrap()]));
        assert!(!of(&[
            "/bin/rustc",
            "--crate-name",
            "a",
            "src/lib.rs",
            "--out-dir",
            "/tmp"
        ]));
    }
}
