//! Everything that can go wrong, in words.

mod git;
mod nearest;

use std::error;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use shared_abi_layouts::{Configuration, LockError};
use shared_abi_manifest::ManifestError;

use crate::error::nearest::nearest;
use crate::printable::path;

pub(crate) use crate::error::git::GitError;

/// Why a command could not do what it was asked.
pub(crate) enum Error {
    /// A file can't be read.
    Read { path: PathBuf, error: io::Error },
    /// A file can't be written.
    Write { path: PathBuf, error: io::Error },
    /// Standard output can't be written.
    Output(io::Error),
    /// A .wasm without layouts that can be read.
    Manifest {
        path: PathBuf,
        error: Box<ManifestError>,
    },
    /// Neither a .wasm nor a lock file.
    NeitherModuleNorLock { path: PathBuf },
    /// A lock file that can't be read.
    Lock { path: PathBuf, error: LockError },
    /// A file of the lock file's name that holds something else, or something newer.
    WontReplace { path: PathBuf, error: LockError },
    /// The package has no lock file.
    NoLock { path: PathBuf },
    /// A directory without a `Cargo.toml`.
    NoPackageIn { path: PathBuf },
    /// A file and a package were named.
    FileAndPackage,
    /// No type has this name.
    NoType {
        name: String,
        near: Vec<String>,
        source: String,
    },
    /// There is no type to show or to lock.
    NoTypes { source: String, is_package: bool },
    /// cargo doesn't start.
    Cargo(io::Error),
    /// cargo can't tell which packages there are.
    Metadata(cargo_metadata::Error),
    /// No package of the workspace has this name.
    NoPackage { name: String, near: Vec<String> },
    /// The current directory is in no package.
    WhichPackage { packages: Vec<String> },
    /// The package has neither a library nor a single binary.
    NoTarget { package: String, binaries: Vec<String> },
    /// The package has a procedural macro for a library.
    ProcMacro { package: String },
    /// The package's build failed; cargo has said why.
    Build {
        package: String,
        target: String,
        status: ExitStatus,
    },
    /// The target isn't installed.
    NoWasmTarget {
        target: String,
        /// The toolchain that cargo was called with, if it wasn't the default.
        toolchain: Option<String>,
    },
    /// cargo's messages name no file of the package.
    NoArtifact { package: String },
    /// What the compiler wrote isn't what it should be.
    Archive { path: PathBuf, problem: String },
    /// Two types of a package have one name.
    TypeTwice {
        package: String,
        name: String,
        places: Vec<String>,
    },
    /// A pipe that is longer than what is read into memory.
    PipeTooLong { path: PathBuf },
    /// Standard input is named as both sides.
    StdinTwice,
    /// `diff` got a file and a package for its right side.
    TwoRightSides,
    /// A word that is no file, where there is no package either.
    NeitherFileNorPackage {
        path: PathBuf,
        error: cargo_metadata::Error,
    },
    /// No configuration of a lock has the features that were named.
    NotLockedWith { source: String, features: Configuration },
    /// A file can't be what each member of a workspace is compared with.
    FileAndWorkspace { path: PathBuf },
    /// No member of the workspace has a lock file.
    NothingLocked,
    /// No member of the workspace has types to lock.
    NothingToLock,
    /// A git revision's lock file can't be had.
    Git { revision: OsString, error: GitError },
}

impl Error {
    pub(crate) fn git(revision: &OsStr, error: GitError) -> Self {
        Self::Git {
            revision: revision.to_owned(),
            error,
        }
    }

    /// Whether it is that a revision has no lock of the package.
    pub(crate) fn is_no_lock(&self) -> bool {
        matches!(
            self,
            Self::Git {
                error: GitError::NoLock { .. },
                ..
            }
        )
    }

    pub(crate) fn manifest(path: &Path, error: ManifestError) -> Self {
        Self::Manifest {
            path: path.to_owned(),
            error: Box::new(error),
        }
    }

    pub(crate) fn no_type<'a>(name: &str, names: impl Iterator<Item = &'a str>, source: &str) -> Self {
        Self::NoType {
            name: name.to_owned(),
            near: owned(nearest(name, names)),
            source: source.to_owned(),
        }
    }

    pub(crate) fn no_package<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Self {
        Self::NoPackage {
            name: name.to_owned(),
            near: owned(nearest(name, names)),
        }
    }
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path: file, error } => write!(f, "{} can't be read: {error}", path(file)),
            Self::Write { path: file, error } => write!(f, "{} can't be written: {error}", path(file)),
            Self::Output(error) => write!(f, "the output can't be written: {error}"),
            Self::Manifest { path: file, error } => write!(f, "{}: {error}", path(file)),
            Self::NeitherModuleNorLock { path: file } => {
                write!(f, "{}: neither a wasm module nor a lock file", path(file))
            }
            Self::Lock { path: file, error } => write!(f, "{}: {error}", path(file)),
            Self::WontReplace { path: file, error } => {
                write!(f, "{}: {error}; it is left as it is", path(file))
            }
            Self::NoLock { path: file } => {
                write!(
                    f,
                    "there is no {}; run `cargo shared-abi lock` to write it",
                    path(file)
                )
            }
            Self::NoPackageIn { path: dir } => write!(f, "there is no Cargo.toml in {}", path(dir)),
            Self::FileAndPackage => {
                f.write_str("a file and a package were named; `show` takes one of the two, and a type")
            }
            Self::NoType { name, near, source } => {
                write!(f, "there is no type `{name}` in {source}")?;
                did_you_mean(f, near)
            }
            Self::NoTypes { source, is_package } => {
                write!(f, "there are no layouts in {source}")?;
                if *is_package {
                    f.write_str(
                        "; a package has those of its own types that derive `SharedAbi` and aren't generic",
                    )?;
                }
                Ok(())
            }
            Self::Cargo(error) => write!(f, "cargo can't be run: {error}"),
            Self::Metadata(error) => metadata(f, error),
            Self::NoPackage { name, near } => {
                write!(f, "there is no package `{name}` in the workspace")?;
                did_you_mean(f, near)
            }
            Self::WhichPackage { packages } => write!(
                f,
                "the directory is in no package; name one with -p: {}",
                packages.join(", ")
            ),
            Self::NoTarget { package, binaries } if binaries.is_empty() => {
                write!(f, "the package `{package}` has neither a library nor a binary")
            }
            Self::NoTarget { package, binaries } => write!(
                f,
                "the package `{package}` has no library, and several binaries: {}",
                binaries.join(", ")
            ),
            Self::ProcMacro { package } => write!(
                f,
                "the package `{package}` is a procedural macro, which no guest can have"
            ),
            Self::Build {
                package,
                target,
                status,
            } => {
                write!(
                    f,
                    "the package `{package}` doesn't build for {target}: cargo ended with {status}"
                )
            }
            Self::NoWasmTarget { target, toolchain } => {
                write!(f, "the target {target} is not installed; run `rustup target add {target}")?;
                match toolchain {
                    Some(toolchain) => write!(f, " --toolchain {toolchain}`"),
                    None => f.write_str("`"),
                }
            }
            Self::NoArtifact { package } => {
                write!(f, "cargo named no file that it built of the package `{package}`")
            }
            Self::Archive { path: file, problem } => write!(f, "{}: {problem}", path(file)),
            Self::TypeTwice {
                package,
                name,
                places,
            } => {
                write!(
                    f,
                    "two types of the package `{package}` have the name `{name}`, and a lock knows types by their names; \
                     rename one"
                )?;
                if places.is_empty() {
                    return Ok(());
                }
                write!(f, ": {}", places.join("; "))
            }
            Self::PipeTooLong { path: file } => write!(
                f,
                "{} is longer than 1 GiB; write it to a file, of which little is read",
                path(file)
            ),
            Self::StdinTwice => f.write_str("standard input can be read once; name a file for one of the two sides"),
            Self::TwoRightSides => {
                f.write_str("two files and a package were named; `diff` takes two files, or a file and a package")
            }
            Self::NeitherFileNorPackage { path: file, error } => {
                write!(f, "there is no file {}, and no package to look for a type in: ", path(file))?;
                metadata(f, error)
            }
            Self::NotLockedWith { source, features } => write!(
                f,
                "{source} has no layouts with the features {features}; `shared-abi show {source}` tells which it has"
            ),
            Self::FileAndWorkspace { path: file } => write!(
                f,
                "{} is a file, which is of one package; with --workspace, name a git revision, or name the package with -p",
                path(file)
            ),
            Self::NothingLocked => f.write_str(
                "no member of the workspace has a shared-abi.lock; run `cargo shared-abi lock --workspace` to write them",
            ),
            Self::NothingToLock => {
                f.write_str("no member of the workspace derives `SharedAbi`, as far as its sources tell; name one with -p")
            }
            Self::Git { revision, error } => error.fmt_at(&path(Path::new(revision)), f),
        }
    }
}

fn metadata(f: &mut fmt::Formatter<'_>, error: &cargo_metadata::Error) -> fmt::Result {
    match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            // cargo has its own `error: ` before it.
            let text = stderr.trim();
            f.write_str(text.strip_prefix("error: ").unwrap_or(text))
        }
        error => write!(f, "{error}"),
    }
}

fn did_you_mean(f: &mut fmt::Formatter<'_>, near: &[String]) -> fmt::Result {
    if near.is_empty() {
        return Ok(());
    }
    let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    write!(f, "; did you mean {}?", near.join(" or "))
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_text() {
        for error in [
            Error::FileAndPackage,
            Error::no_type("Nod", ["Node"].into_iter(), "guest.wasm"),
            Error::manifest(Path::new("guest.wasm"), ManifestError::NotWasm),
        ] {
            assert_eq!(format!("{error:?}"), error.to_string());
        }
    }
}
