//! Having cargo build a package: so that the derive leaves a record of its types in the object files, and anew.

use std::env;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use cargo_metadata::{Artifact, Message};
use shared_abi_layouts::Configuration;

use crate::args::{CargoArgs, FeatureArgs};
use crate::build::package::Package;
use crate::build::toolchain::{add_target, has_target};
use crate::error::Error;
use crate::voice::Voice;

/// Tells the derive to record every type, and to compare none with the lock.
const RECORD: &str = "SHARED_ABI_RECORD_LAYOUTS";

/// What cargo built.
pub(crate) struct Built {
    /// The package's library or binary.
    pub(crate) file: PathBuf,
    /// The features that it was built with.
    pub(crate) configuration: Configuration,
    /// The libraries of its dependencies.
    pub(crate) dependencies: Vec<PathBuf>,
}

/// Has cargo build the package for wasm32; cargo says on standard error how it gets on, and what is wrong.
pub(crate) fn build(
    package: &Package,
    features: &FeatureArgs,
    args: &CargoArgs,
    voice: Voice,
) -> Result<Built, Error> {
    let mut command = command(package, features, args, voice);
    command.stdout(Stdio::piped());
    if voice.muted {
        command.stderr(Stdio::null());
    }
    let mut cargo = command.spawn().map_err(Error::Cargo)?;
    let artifacts = cargo
        .stdout
        .take()
        .map_or(Ok(Vec::new()), |stdout| artifacts(BufReader::new(stdout)));
    let status = cargo.wait().map_err(Error::Cargo)?;
    if !status.success() {
        let target = args.target.clone();
        if has_target(&target) {
            let package = package.name.clone();
            return Err(Error::Build {
                package,
                target,
                status,
            });
        }
        let toolchain = env::var("RUSTUP_TOOLCHAIN").ok();
        if !args.is_offline() && add_target(&target, toolchain.as_deref()) && has_target(&target) {
            return build(package, features, args, voice);
        }
        return Err(Error::NoWasmTarget { target, toolchain });
    }
    let artifacts = artifacts.map_err(Error::Cargo)?;
    let extension = if package.target.is_library { "rlib" } else { "wasm" };
    let (own, others): (Vec<_>, Vec<_>) = artifacts.iter().partition(|artifact| {
        artifact.package_id == package.id && artifact.target.name == package.target.name
    });
    let mut own = own
        .into_iter()
        .filter_map(|artifact| Some((artifact, files(artifact, extension).next()?)));
    let (artifact, file) = own.next().ok_or_else(|| Error::NoArtifact {
        package: package.name.clone(),
    })?;
    // Dependencies of build scripts and macros are built for this machine.
    let for_guest = |file: &PathBuf| file.iter().any(|part| *part == *args.target);
    Ok(Built {
        file,
        configuration: artifact.features.iter().cloned().collect(),
        dependencies: others
            .into_iter()
            .filter(|artifact| artifact.package_id != package.id)
            .flat_map(|artifact| files(artifact, "rlib"))
            .filter(for_guest)
            .collect(),
    })
}

fn command(package: &Package, features: &FeatureArgs, args: &CargoArgs, voice: Voice) -> Command {
    // A directory of its own: whether the derive records is nothing that cargo knows of, and what one of the two ways
    // has built must not be taken for the other's.
    let target_dir = package.target_directory.join("shared-abi");
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        // Its configuration is the package's, wherever this program was called.
        .current_dir(&package.dir)
        .args([
            "rustc",
            "--target",
            &args.target,
            "--message-format=json-render-diagnostics",
        ])
        .args(voice.quiet.then_some("--quiet"))
        .args(args.flags())
        .args(["--color", voice.color.name()])
        .arg("--target-dir")
        .arg(&target_dir)
        // Where a build keeps its intermediate files can be set apart from the target directory.
        .env("CARGO_BUILD_BUILD_DIR", &target_dir)
        .env(RECORD, "1")
        // With it, object files would be LLVM's bitcode.
        .env("CARGO_PROFILE_DEV_LTO", "off");
    if package.target.is_library {
        // Whatever else the library is made into, nothing needs to be linked.
        command.args(["--lib", "--crate-type", "rlib"]);
    } else {
        command.args(["--bin", &package.target.name]);
    }
    command.args(features.flags());
    // A compiler cache such as sccache knows nothing of the variable either, but takes another argument for another
    // compilation.
    command.args(["--", "-Cmetadata=shared-abi-record"]);
    command
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

/// Has the next build compile the package: sets the time of its crate's root source file to now.
///
/// The derive has the compiler watch the lock file, which is how cargo learns of a change to it. But it can't have a
/// file watched that isn't there. So where the last build found no lock file, or none with this crate's name, cargo
/// takes that build for fresh, and the new file would not be compared with anything until a source file changes.
pub(crate) fn make_cargo_look_again(package: &Package) -> Result<(), Error> {
    let root = &package.target.root;
    let touched = File::options()
        .append(true)
        .open(root)
        .and_then(|file| file.set_modified(SystemTime::now()));
    touched.map_err(|error| Error::Write {
        path: root.clone(),
        error,
    })
}
