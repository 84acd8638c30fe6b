//! Which package is meant, and what of it holds its types.

use std::env;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand, PackageId, TargetKind};
use shared_abi_layouts::{Configuration, Lock};

use crate::args::PackageArgs;
use crate::build::derives;
use crate::error::Error;

/// A package of a workspace.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) id: PackageId,
    /// Where its `Cargo.toml` is.
    pub(crate) dir: PathBuf,
    pub(crate) target: Target,
    /// All features that it has.
    pub(crate) features: Configuration,
    /// Where its workspace is built.
    pub(crate) target_directory: PathBuf,
}

/// What of a package is compiled: its library or, if it has none, its only binary.
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) is_library: bool,
    /// The crate's root source file.
    pub(crate) root: PathBuf,
}

impl Target {
    /// The name that the crate has in Rust.
    pub(crate) fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

impl Package {
    /// The package that the command line names, or the one that the current directory is in.
    pub(crate) fn find(args: &PackageArgs) -> Result<Self, Error> {
        let metadata = metadata(args)?;
        let package = match &args.package {
            Some(name) => by_name(&metadata, name)?,
            None => by_directory(&metadata, args.manifest_path.as_deref().and_then(Path::parent))?,
        };
        Self::new(package, &metadata)
    }

    /// The members of the workspace that a guest could have: neither macros nor without a crate that could be built.
    pub(crate) fn members(args: &PackageArgs) -> Result<Vec<Self>, Error> {
        let metadata = metadata(args)?;
        let members = metadata.workspace_packages();
        Ok(members
            .iter()
            .filter_map(|package| Self::new(package, &metadata).ok())
            .collect())
    }

    fn new(package: &cargo_metadata::Package, metadata: &Metadata) -> Result<Self, Error> {
        Ok(Self {
            name: package.name.to_string(),
            id: package.id.clone(),
            dir: directory(package),
            target: target(package)?,
            features: package.features.keys().cloned().collect(),
            target_directory: metadata.target_directory.clone().into_std_path_buf(),
        })
    }

    /// Whether its sources derive `SharedAbi` somewhere, as far as their text tells.
    pub(crate) fn derives_shared_abi(&self) -> bool {
        self.target.root.parent().is_some_and(derives::any_in)
    }

    /// What to call it.
    pub(crate) fn label(&self) -> String {
        format!("package {}", self.name)
    }

    /// What to call it, built with certain features.
    pub(crate) fn with(&self, features: impl Display) -> String {
        format!("{} with {features}", self.name)
    }

    /// Where its lock file is, or would be.
    pub(crate) fn lock_path(&self) -> PathBuf {
        self.dir.join(Lock::FILE_NAME)
    }
}

fn metadata(args: &PackageArgs) -> Result<Metadata, Error> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    command.other_options(args.cargo.flags().map(str::to_owned).collect::<Vec<_>>());
    if let Some(path) = &args.manifest_path {
        command.manifest_path(path);
    }
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::Io(error) => Error::Cargo(error),
        error => Error::Metadata(error),
    })
}

fn directory(package: &cargo_metadata::Package) -> PathBuf {
    let manifest = package.manifest_path.as_std_path();
    manifest.parent().unwrap_or(manifest).to_owned()
}

fn by_name<'m>(metadata: &'m Metadata, name: &str) -> Result<&'m cargo_metadata::Package, Error> {
    let packages = metadata.workspace_packages();
    let found = packages.iter().find(|package| package.name == name);
    found
        .copied()
        .ok_or_else(|| Error::no_package(name, packages.iter().map(|p| p.name.as_str())))
}

/// The package that the directory is in: of several, the innermost.
fn by_directory<'m>(
    metadata: &'m Metadata,
    dir: Option<&Path>,
) -> Result<&'m cargo_metadata::Package, Error> {
    // A path without a directory before it has an empty parent.
    let dir = match dir.filter(|dir| !dir.as_os_str().is_empty()) {
        Some(dir) => fs::canonicalize(dir),
        None => env::current_dir().and_then(fs::canonicalize),
    };
    let packages = metadata.workspace_packages();
    let depth_above = |package: &&cargo_metadata::Package| {
        let own = fs::canonicalize(directory(package)).ok()?;
        let dir = dir.as_ref().ok()?;
        dir.starts_with(&own).then(|| own.components().count())
    };
    let found = packages
        .iter()
        .filter_map(|package| Some((depth_above(package)?, *package)));
    let innermost = found.max_by_key(|(depth, _)| *depth);
    innermost
        .map(|(_, package)| package)
        .ok_or_else(|| Error::WhichPackage {
            packages: packages.iter().map(|package| package.name.to_string()).collect(),
        })
}

fn target(package: &cargo_metadata::Package) -> Result<Target, Error> {
    let is_library = |target: &&cargo_metadata::Target| {
        let is = |kind| target.is_kind(kind);
        is(TargetKind::Lib)
            || is(TargetKind::RLib)
            || is(TargetKind::CDyLib)
            || is(TargetKind::DyLib)
            || is(TargetKind::StaticLib)
    };
    let of = |target: &cargo_metadata::Target, is_library| Target {
        name: target.name.clone(),
        is_library,
        root: target.src_path.clone().into_std_path_buf(),
    };
    if let Some(library) = package.targets.iter().find(is_library) {
        return Ok(of(library, true));
    }
    let name = package.name.to_string();
    if package
        .targets
        .iter()
        .any(|target| target.is_kind(TargetKind::ProcMacro))
    {
        return Err(Error::ProcMacro { package: name });
    }
    let binaries: Vec<_> = package.targets.iter().filter(|target| target.is_bin()).collect();
    match binaries.as_slice() {
        [binary] => Ok(of(binary, false)),
        _ => Err(Error::NoTarget {
            package: name,
            binaries: binaries.iter().map(|binary| binary.name.clone()).collect(),
        }),
    }
}
