//! Where layouts come from: a .wasm, a lock file, or a package.

use std::fs::File;
use std::io::{Read, Seek as _};
use std::path::Path;

use shared_abi_layouts::{Layouts, Lock, LockError};
use shared_abi_manifest::Manifest;

use crate::args::{Color, PackageArgs};
use crate::error::Error;
use crate::package::Package;
use crate::printable;
use crate::record;

/// The longest lock file that is read, in bytes. What is longer is another kind of file.
const MAX_LOCK_LEN: u64 = 16 << 20;

/// What a wasm binary starts with.
const WASM_MAGIC: &[u8] = b"\0asm";

/// Layouts, and what to call the place that they are from.
pub(crate) struct Source {
    pub(crate) label: String,
    pub(crate) is_package: bool,
    pub(crate) layouts: Layouts,
}

impl Source {
    /// Of a file, or of the package in a directory.
    pub(crate) fn of_path(path: &Path, color: Color) -> Result<Self, Error> {
        if path.is_dir() {
            if !path.join("Cargo.toml").is_file() {
                return Err(Error::NoPackageIn {
                    path: path.to_owned(),
                });
            }
            return Self::of_package(&PackageArgs::of_dir(path), color);
        }
        Ok(Self {
            label: printable::path(path),
            is_package: false,
            layouts: read(path)?,
        })
    }

    /// Of a package, as it is built now.
    pub(crate) fn of_package(args: &PackageArgs, color: Color) -> Result<Self, Error> {
        let package = Package::find(args)?;
        Ok(Self {
            label: package.label(),
            is_package: true,
            layouts: record::layouts(&package, args, color)?,
        })
    }
}

/// Reads a file, of which a .wasm is looked into but never read as a whole.
fn read(path: &Path) -> Result<Layouts, Error> {
    let failed = |error| Error::Read {
        path: path.to_owned(),
        error,
    };
    let mut file = File::open(path).map_err(failed)?;
    let mut start = Vec::new();
    file.by_ref()
        .take(WASM_MAGIC.len() as u64)
        .read_to_end(&mut start)
        .map_err(failed)?;
    let named_so = path.extension().is_some_and(|extension| extension == "wasm");
    if start == WASM_MAGIC || named_so {
        let manifest = Manifest::read(file).map_err(|error| Error::manifest(path, error))?;
        return Ok(manifest.layouts().clone());
    }
    file.rewind().map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_LOCK_LEN + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let neither = || Error::NeitherModuleNorLock {
        path: path.to_owned(),
    };
    if bytes.len() as u64 > MAX_LOCK_LEN {
        return Err(neither());
    }
    let text = String::from_utf8(bytes).map_err(|_| neither())?;
    match Lock::parse(&text) {
        Ok(lock) => Ok(lock.layouts),
        Err(LockError::NotALock) => Err(neither()),
        Err(error) => Err(Error::Lock {
            path: path.to_owned(),
            error,
        }),
    }
}
