//! What a package's types are held against by `check`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use shared_abi_layouts::{Configuration, Layouts, Lock};

use crate::args::STDIN;
use crate::build::file::{self, Contents};
use crate::build::git;
use crate::build::lock_file;
use crate::build::package::Package;
use crate::error::Error;
use crate::printable;

/// Layouts from before, and what to call them.
pub(crate) struct Baseline {
    pub(crate) label: String,
    pub(crate) layouts: BaselineLayouts,
}

pub(crate) enum BaselineLayouts {
    /// Of each configuration that was locked.
    Lock(Lock<'static>),
    /// Of a module, which says nothing of features.
    Module(Layouts<'static>),
    /// There was no such package.
    None,
}

impl Baseline {
    /// The package's own lock file.
    pub(crate) fn own(package: &Package) -> Result<Self, Error> {
        let path = package.lock_path();
        let lock = lock_file::read(&path)?.ok_or_else(|| Error::NoLock { path: path.clone() })?;
        Ok(Self {
            label: printable::path(&path),
            layouts: BaselineLayouts::Lock(lock.map_err(|error| Error::Lock { path, error })?),
        })
    }

    /// A file, or a revision of git's that the package was locked in.
    pub(crate) fn of(package: &Package, against: &OsStr) -> Result<Self, Error> {
        if let Some(path) = file(against) {
            let layouts = match file::read(&path)? {
                Contents::Lock(lock) => BaselineLayouts::Lock(lock),
                Contents::Module(layouts) => BaselineLayouts::Module(layouts),
            };
            let label = printable::path(&path);
            return Ok(Self { label, layouts });
        }
        let then = git::lock_at(package, against).map_err(|error| Error::git(against, error))?;
        Ok(Self::then(against, then))
    }

    /// Of each member of a workspace that has a lock file, or had one in that revision; and of packages that had one
    /// and are gone.
    pub(crate) fn of_members(
        members: Vec<Package>,
        against: Option<&OsStr>,
    ) -> Result<Vec<(Option<Package>, Self)>, Error> {
        if let Some(path) = against.and_then(file) {
            return Err(Error::FileAndWorkspace { path });
        }
        let mut found = match (against, members.first()) {
            (Some(revision), Some(member)) => Self::of_removed(member, &members, revision)?,
            _ => Vec::new(),
        };
        for package in members {
            let is_locked = package.lock_path().exists();
            let baseline = match against {
                None if is_locked => Self::own(&package)?,
                None => continue,
                Some(revision) => match Self::of(&package, revision) {
                    Err(error) if error.is_no_lock() && is_locked => Self {
                        label: printable::path(Path::new(revision)),
                        layouts: BaselineLayouts::None,
                    },
                    Err(error) if error.is_no_lock() => continue,
                    baseline => baseline?,
                },
            };
            found.push((Some(package), baseline));
        }
        if found.is_empty() {
            return Err(Error::NothingLocked);
        }
        Ok(found)
    }

    fn of_removed(
        member: &Package,
        members: &[Package],
        revision: &OsStr,
    ) -> Result<Vec<(Option<Package>, Self)>, Error> {
        let failed = |error| Error::git(revision, error);
        let removed = git::removed_locks(&member.dir, revision).map_err(failed)?;
        let is_gone = |then: &git::LockThen| {
            !members
                .iter()
                .any(|member| member.target.crate_name() == then.lock.krate)
        };
        let baselines = removed
            .into_iter()
            .filter(is_gone)
            .map(|then| Self::then(revision, then));
        Ok(baselines.map(|baseline| (None, baseline)).collect())
    }

    fn then(revision: &OsStr, then: git::LockThen) -> Self {
        Self {
            label: format!("{}:{}", printable::path(Path::new(revision)), then.path),
            layouts: BaselineLayouts::Lock(then.lock),
        }
    }

    /// Every set of layouts, each with its configuration where that is known.
    pub(crate) fn all(&self) -> Vec<(Option<&Configuration>, &Layouts<'static>)> {
        match &self.layouts {
            BaselineLayouts::Lock(lock) => lock
                .configurations
                .iter()
                .map(|(configuration, layouts)| (Some(configuration), layouts))
                .collect(),
            BaselineLayouts::Module(layouts) => vec![(None, layouts)],
            BaselineLayouts::None => Vec::new(),
        }
    }

    /// The configurations that were locked, other than that which `recorded` is.
    pub(crate) fn other_configurations(&self, recorded: &Configuration) -> Vec<&Configuration> {
        match &self.layouts {
            BaselineLayouts::Lock(lock) => {
                let recorded = recorded.among(&lock.features);
                lock.configurations
                    .keys()
                    .filter(|other| **other != recorded)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// What is known of a configuration, and whether it is all.
    pub(crate) fn layouts(&self, configuration: &Configuration) -> (Layouts<'static>, bool) {
        match &self.layouts {
            BaselineLayouts::Lock(lock) => (
                lock.known_layouts(configuration),
                lock.layouts(configuration).is_some(),
            ),
            BaselineLayouts::Module(layouts) => (layouts.clone(), true),
            BaselineLayouts::None => (Layouts::new(), true),
        }
    }
}

/// The path, if a file is meant, or a pipe.
fn file(against: &OsStr) -> Option<PathBuf> {
    let path = Path::new(against);
    let is_file = path.exists() && !path.is_dir();
    (against == STDIN || is_file).then(|| path.to_owned())
}
