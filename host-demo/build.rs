//! Builds the guest, for the host to embed.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const TARGET: &str = "wasm32-unknown-unknown";

/// What the guest is built from, in the workspace. A build script runs in its crate's folder.
const SOURCES: [&str; 6] = [
    "Cargo.toml",
    "Cargo.lock",
    "guest-demo",
    "demo-types",
    "shared-abi",
    "shared-abi-derive",
];

fn main() -> ExitCode {
    for source in SOURCES {
        println!("cargo::rerun-if-changed=../{source}");
    }
    match build_guest() {
        Ok(wasm) => {
            println!("cargo::rustc-env=GUEST_DEMO_WASM={}", wasm.display());
            ExitCode::SUCCESS
        }
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn build_guest() -> Result<PathBuf, String> {
    if !target_is_installed() {
        return Err(format!(
            "the guest is built for {TARGET}, which isn't installed; run: rustup target add {TARGET}"
        ));
    }
    // A folder of its own: cargo holds the lock of the usual one while this runs.
    let target_dir = PathBuf::from(variable("OUT_DIR")?).join("guest");
    let status = Command::new(variable("CARGO")?)
        .args(["build", "--locked", "--release", "--target", TARGET])
        .args(["--manifest-path", "../guest-demo/Cargo.toml", "--target-dir"])
        .arg(&target_dir)
        // Made for the host's build: flags for its target, and clippy in place of the compiler.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .status()
        .map_err(|error| format!("can't run cargo to build the guest: {error}"))?;
    if !status.success() {
        return Err("the guest doesn't build; see above".to_owned());
    }
    Ok(target_dir.join(TARGET).join("release/guest_demo.wasm"))
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
