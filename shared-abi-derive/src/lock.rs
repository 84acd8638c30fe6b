//! The lock file of the crate that is being compiled: a type's entry, or what is wrong with the file.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs};

use shared_abi_layouts::{Lock, TypeLayout};

/// A lock file that concerns the crate.
pub(crate) struct LockFile {
    /// Where it is, to have the compiler watch it.
    pub(crate) path: String,
    /// The type's entry, if it has one.
    pub(crate) entry: Option<TypeLayout>,
}

/// Set by the command line while it collects the layouts that a crate has now, whatever its lock says.
const RECORD: &str = "SHARED_ABI_RECORD_LAYOUTS";

/// Whether each type's layout is to be written into the object file.
pub(crate) fn is_recording() -> bool {
    env::var_os(RECORD).is_some()
}

/// The lock file beside the crate's `Cargo.toml`, and in it the entry of the type `name`.
///
/// # Errors
/// If the file can't be understood; said once for a crate, not once for each of its types.
pub(crate) fn find(name: &str) -> Result<Option<LockFile>, String> {
    static REPORTED: AtomicBool = AtomicBool::new(false);
    if is_recording() || is_doctest() {
        return Ok(None);
    }
    let Some(path) = env::var_os("CARGO_MANIFEST_DIR").map(|dir| PathBuf::from(dir).join(Lock::FILE_NAME))
    else {
        return Ok(None);
    };
    let report = |problem: String| {
        let text = format!("{}: {problem}", Lock::FILE_NAME);
        if REPORTED.swap(true, Ordering::Relaxed) {
            Ok(None)
        } else {
            Err(text)
        }
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return report(error.to_string()),
    };
    let lock = match Lock::parse(&text) {
        Ok(lock) => lock,
        Err(error) => return report(error.to_string()),
    };
    // A package's tests and examples are crates of their own, and may reuse a name.
    if !is_crate(&lock.krate) {
        return Ok(None);
    }
    let Some(path) = path.to_str() else {
        return report("its path isn't UTF-8, so the compiler can't be told of it".to_owned());
    };
    Ok(Some(LockFile {
        path: path.to_owned(),
        entry: lock.layouts.get(name).cloned(),
    }))
}

fn is_crate(name: &str) -> bool {
    env::var("CARGO_CRATE_NAME").is_ok_and(|own| own == name)
}

/// Whether an example in the crate's documentation is being compiled: it has the crate's environment, and may
/// have types of the same names.
fn is_doctest() -> bool {
    env::var_os("UNSTABLE_RUSTDOC_TEST_PATH").is_some()
}
