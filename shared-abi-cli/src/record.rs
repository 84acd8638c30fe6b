//! The layouts of a package's types, as the compiler has them when it builds the package for wasm32.
//!
//! The derive knows names, not layouts; only the compiler knows those. So the package is compiled, and the derive is
//! told to leave a record of each type in the object files.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::{Artifact, Message};
use shared_abi_layouts::{Layouts, TypeChange, TypeLayout};
use shared_abi_manifest::{Manifest, ManifestError};

use crate::archive;
use crate::args::{Color, PackageArgs};
use crate::error::Error;
use crate::package::Package;

/// What guests are built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Tells the derive to record every type, and to compare none with the lock.
const RECORD: &str = "SHARED_ABI_RECORD_LAYOUTS";

/// Builds the package, and reads the layouts of its types from what the compiler wrote.
pub(crate) fn layouts(package: &Package, args: &PackageArgs, color: Color) -> Result<Layouts, Error> {
    let built = build(package, args, color)?;
    let found = if package.target.is_library {
        archive::layouts(&built.file)
    } else {
        linked_layouts(&built.file)
    };
    let found = found.map_err(|error| explain(package, error))?;
    // In a binary stand the records of its dependencies, too: of those object files that the linker took.
    let mut foreign = Vec::new();
    for library in built.dependencies.iter().filter(|_| !package.target.is_library) {
        foreign.extend(archive::layouts(library)?);
    }
    let is_own = |layout: &&TypeLayout| {
        let same = |layouts: &Layouts| layouts.get(&layout.name) == Some(*layout);
        !foreign.iter().any(same)
    };
    let mut layouts = Layouts::new();
    for layout in found.iter().flat_map(Layouts::iter).filter(is_own) {
        if let Err(second) = layouts.insert(layout.clone())
            && let Some(change) = layouts.get(&second.name).and_then(|first| first.changes(&second))
        {
            return Err(type_twice(package, &change));
        }
    }
    Ok(layouts)
}

fn linked_layouts(file: &Path) -> Result<Vec<Layouts>, Error> {
    match Manifest::open(file) {
        Ok(manifest) => Ok(vec![manifest.layouts().clone()]),
        Err(ManifestError::NoSection { .. }) => Ok(Vec::new()),
        Err(error) => Err(Error::manifest(file, error)),
    }
}

/// Two types of one name can be in one object file, too.
fn explain(package: &Package, error: Error) -> Error {
    if let Error::Manifest { error: inner, .. } = &error
        && let ManifestError::TypeTwice { change, .. } = &**inner
    {
        return type_twice(package, change);
    }
    error
}

fn type_twice(package: &Package, change: &TypeChange) -> Error {
    Error::TypeTwice {
        package: package.name.clone(),
        change: change.with_labels("one", "the other").to_string(),
    }
}

/// What cargo built.
struct Built {
    /// The package's library or binary.
    file: PathBuf,
    /// The libraries of its dependencies.
    dependencies: Vec<PathBuf>,
}

fn build(package: &Package, args: &PackageArgs, color: Color) -> Result<Built, Error> {
    // A directory of its own: whether the derive records is nothing that cargo knows of, and what one of the two ways
    // has built must not be taken for the other's.
    let target_dir = package.target_directory.join("shared-abi");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        // Its configuration is the package's, wherever this program was called.
        .current_dir(&package.dir)
        .args([
            "rustc",
            "--quiet",
            "--target",
            TARGET,
            "--message-format=json-render-diagnostics",
        ])
        .args(["--color", color.name()])
        .arg("--target-dir")
        .arg(&target_dir)
        // Where a build keeps its intermediate files can be set apart from the target directory.
        .env("CARGO_BUILD_BUILD_DIR", &target_dir)
        .env(RECORD, "1")
        // With it, object files would be LLVM's bitcode.
        .env("CARGO_PROFILE_DEV_LTO", "off")
        .stdout(Stdio::piped());
    if package.target.is_library {
        // Whatever else the library is made into, nothing needs to be linked.
        command.args(["--lib", "--crate-type", "rlib"]);
    } else {
        command.args(["--bin", &package.target.name]);
    }
    command.args(
        args.features
            .iter()
            .map(|features| format!("--features={features}")),
    );
    command.args(args.all_features.then_some("--all-features"));
    command.args(args.no_default_features.then_some("--no-default-features"));
    // A compiler cache such as sccache knows nothing of the variable either, but takes another argument for another
    // compilation.
    command.args(["--", "-Cmetadata=shared-abi-record"]);

    let mut cargo = command.spawn().map_err(Error::Cargo)?;
    let artifacts = cargo
        .stdout
        .take()
        .map_or(Ok(Vec::new()), |stdout| artifacts(BufReader::new(stdout)));
    let status = cargo.wait().map_err(Error::Cargo)?;
    if !status.success() {
        let package = package.name.clone();
        return Err(if has_target() {
            Error::Build { package, status }
        } else {
            Error::NoWasmTarget
        });
    }
    let artifacts = artifacts.map_err(Error::Cargo)?;
    let extension = if package.target.is_library { "rlib" } else { "wasm" };
    let own = artifacts
        .iter()
        .filter(|a| a.package_id == package.id && a.target.name == package.target.name);
    let file = own.flat_map(|artifact| files(artifact, extension)).next();
    let others = artifacts
        .iter()
        .filter(|artifact| artifact.package_id != package.id);
    // Dependencies of build scripts and macros are built for this machine.
    let for_guest = |file: &PathBuf| file.iter().any(|part| part == TARGET);
    Ok(Built {
        file: file.ok_or_else(|| Error::NoArtifact {
            package: package.name.clone(),
        })?,
        dependencies: others
            .flat_map(|artifact| files(artifact, "rlib"))
            .filter(for_guest)
            .collect(),
    })
}

fn artifacts(messages: impl io::BufRead) -> io::Result<Vec<Artifact>> {
    let mut artifacts = Vec::new();
    for message in Message::parse_stream(messages) {
        if let Message::CompilerArtifact(artifact) = message? {
            artifacts.push(artifact);
        }
    }
    Ok(artifacts)
}

fn files(artifact: &Artifact, extension: &str) -> impl Iterator<Item = PathBuf> {
    let files = artifact
        .filenames
        .iter()
        .filter(move |file| file.extension() == Some(extension));
    files.map(|file| file.clone().into_std_path_buf())
}

/// Whether the compiler has the standard library for guests. Asked only after a failure: there are builds that make
/// their own.
fn has_target() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    match output.map(|output| String::from_utf8(output.stdout)) {
        Ok(Ok(path)) => Path::new(path.trim_end()).is_dir(),
        _ => true,
    }
}
