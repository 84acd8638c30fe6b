//! Guests, compiled to wasm32 when a test needs one.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::scratch::{WASM, workspace};

/// Builds the workspace's package called `name` for wasm32, optimized, and returns where the .wasm is.
///
/// # Panics
/// If it doesn't build.
#[must_use]
pub fn build_guest(name: &str) -> PathBuf {
    // A directory of its own: cargo holds a lock on the one that the tests themselves are built in.
    let target = workspace().join("target/guests");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(workspace())
        .args([
            "build",
            "--release",
            "--package",
            name,
            "--target",
            WASM,
            "--target-dir",
        ])
        .arg(&target)
        .output()
        .expect("cargo can be run");
    assert!(
        output.status.success(),
        "{name} doesn't build for {WASM}:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    target
        .join(WASM)
        .join("release")
        .join(name.replace('-', "_"))
        .with_extension("wasm")
}
