//! Builds the guest, once as it is and once from older types, and names the files that the host embeds: see `src/embedded.rs`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

const TARGET: &str = "wasm32-unknown-unknown";

/// What is embedded, or the guest is built from. A build script runs in its crate's folder.
const SOURCES: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "data",
    "guest-demo",
    "demo-types",
    "shared-abi",
    "shared-abi-derive",
    "shared-abi-layouts",
];

fn main() -> ExitCode {
    for source in SOURCES {
        println!("cargo::rerun-if-changed=../{source}");
    }
    match embed() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn embed() -> Result<(), String> {
    let [guest, before, calculation, recordings] = if Path::new("../guest-demo").is_dir() {
        let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
        [
            build_guest("today", &[])?,
            build_guest("before", &["--features", "before"])?,
            folder.join("../guest-demo/expensive_calc.wat"),
            folder.join("../data/basic_motions.csv"),
        ]
    } else {
        // `cargo package` compiles this crate where the rest of the repository isn't.
        let nothing = PathBuf::from(variable("OUT_DIR")?).join("nothing");
        fs::write(&nothing, "").map_err(|error| format!("can't write {}: {error}", nothing.display()))?;
        [nothing.clone(), nothing.clone(), nothing.clone(), nothing]
    };
    println!("cargo::rustc-env=GUEST_DEMO_WASM={}", guest.display());
    println!("cargo::rustc-env=GUEST_BEFORE_WASM={}", before.display());
    println!("cargo::rustc-env=EXPENSIVE_CALC_WAT={}", calculation.display());
    println!("cargo::rustc-env=BASIC_MOTIONS_CSV={}", recordings.display());
    Ok(())
}

/// Builds the guest, and copies it to where the next one doesn't overwrite it.
fn build_guest(name: &str, features: &[&str]) -> Result<PathBuf, String> {
    if !target_is_installed() {
        return Err(format!(
            "the guest is built for {TARGET}, which isn't installed; run: rustup target add {TARGET}"
        ));
    }
    // A folder of its own: cargo holds the lock of the usual one while this runs.
    let out_dir = PathBuf::from(variable("OUT_DIR")?);
    let target_dir = out_dir.join("guest");
    let status = Command::new(variable("CARGO")?)
        .args(["build", "--locked", "--release", "--target", TARGET])
        .args(["--manifest-path", "../guest-demo/Cargo.toml", "--target-dir"])
        .arg(&target_dir)
        .args(features)
        // Made for the host's build: flags for its target, and clippy in place of the compiler.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .status()
        .map_err(|error| format!("can't run cargo to build the guest: {error}"))?;
    if !status.success() {
        return Err("the guest doesn't build; see above".to_owned());
    }
    let built = target_dir.join(TARGET).join("release/guest_demo.wasm");
    let guest = out_dir.join(name).with_extension("wasm");
    fs::copy(&built, &guest).map_err(|error| format!("can't copy {}: {error}", built.display()))?;
    Ok(guest)
}

fn target_is_installed() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim_end()).is_dir())
}

fn variable(name: &str) -> Result<OsString, String> {
    env::var_os(name).ok_or_else(|| format!("{name} is not set; cargo sets it for build scripts"))
}
