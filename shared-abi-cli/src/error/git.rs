//! Why a git revision's lock file could not be had, in words.

use std::fmt;
use std::io;

use shared_abi_layouts::LockError;

/// Why a revision's lock file could not be had.
#[derive(Debug)]
pub(crate) enum GitError {
    /// git doesn't start.
    Run(io::Error),
    /// The package is in no repository that git reads; its words.
    NoRepository(String),
    /// The repository has no such revision.
    NoRevision { is_shallow: bool },
    /// The revision has no lock of the crate. The one in its place, if there is one, is that of another crate.
    NoLock {
        krate: String,
        path: String,
        other: Option<String>,
    },
    /// The file at that path can't be understood.
    Lock { path: String, error: LockError },
    /// git failed at what it should be able to do.
    Failed(String),
}

impl GitError {
    /// Writes it in words. It doesn't know its revision, which they name.
    pub(super) fn fmt_at(&self, revision: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(error) => write!(
                f,
                "there is no file `{revision}`, and git can't be run to look for a revision: {error}"
            ),
            Self::NoRepository(words) => write!(
                f,
                "there is no file `{revision}`, and the package is in no repository that could have such a revision: {words}"
            ),
            Self::NoRevision { is_shallow } => {
                write!(f, "there is neither a file nor a git revision `{revision}`")?;
                if *is_shallow {
                    f.write_str(
                        "; the repository is a shallow clone, as CI makes: fetch the revision first",
                    )?;
                }
                Ok(())
            }
            Self::NoLock { krate, path, other } => {
                write!(
                    f,
                    "the revision `{revision}` has no lock of the crate `{krate}`: "
                )?;
                match other {
                    Some(other) => write!(
                        f,
                        "its {path} is of `{other}`; if the package was renamed, run `git show {revision}:{path} > old.lock`, \
                         and compare with that"
                    ),
                    None => write!(f, "it has no {path}; compare with a later one, or with a .wasm"),
                }
            }
            Self::Lock { path, error } => write!(f, "{revision}:{path}: {error}"),
            Self::Failed(words) => write!(f, "git failed: {words}"),
        }
    }
}
