//! What is installed through rustup: targets, components, the nightly for Miri.
//!
//! A `targets` line in `rust-toolchain.toml` installs nothing where `RUSTUP_AUTO_INSTALL=0` is set, so each command
//! adds what it needs itself. It looks first, so that a machine which has everything needs neither network nor rustup.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::{cargo, command, output, run};

/// What guests are built for.
pub const GUEST_TARGET: &str = "wasm32-unknown-unknown";

/// The targets besides this machine's own on which the core must build. On i686 `u64` is aligned to 4: the core
/// must build there, for its derive to refuse the user's struct.
pub const ALL_TARGETS: &[&str] = &[
    GUEST_TARGET,
    "wasm32-wasip1",
    "aarch64-unknown-linux-gnu",
    "i686-unknown-linux-gnu",
];

/// Adds those targets that are missing.
pub fn add_targets(targets: &[&str]) -> Result<()> {
    let sysroot = sysroot(command("rustc", "--print sysroot")).context("rustc doesn't work")?;
    add("target add", targets, |target| {
        sysroot.join("lib/rustlib").join(target).join("lib").is_dir()
    })
}

/// Adds those components that are missing, of the ones that bring a cargo subcommand.
pub fn add_components(components: &[&str]) -> Result<()> {
    add("component add", components, |component| {
        let subcommand = if component == "rustfmt" { "fmt" } else { component };
        output(cargo(&format!("{subcommand} --version"))).is_some()
    })
}

/// Adds what Miri needs: a nightly toolchain, Miri itself, and the library sources that it builds.
pub fn add_miri() -> Result<()> {
    let Some(sysroot) = sysroot(command("rustup", "run nightly rustc --print sysroot")) else {
        return rustup(
            "toolchain install nightly --profile minimal --component miri,rust-src --no-self-update",
        );
    };
    let sources = sysroot.join("lib/rustlib/src/rust/library/core").is_dir();
    if sources && output(nightly_cargo("miri --version")).is_some() {
        return Ok(());
    }
    rustup("component add miri rust-src --toolchain nightly")
}

/// The nightly's `cargo`, with the words of `args`.
pub fn nightly_cargo(args: &str) -> Command {
    let mut command = cargo(&format!("+nightly {args}"));
    // Left by the `cargo run` that started us: the nightly's cargo would take it for its own path.
    command.env_remove("CARGO");
    command
}

fn sysroot(rustc: Command) -> Option<PathBuf> {
    output(rustc).map(|path| PathBuf::from(path.trim_end()))
}

fn add(what: &str, names: &[&str], is_there: impl Fn(&str) -> bool) -> Result<()> {
    let missing: Vec<_> = names.iter().copied().filter(|name| !is_there(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    rustup(&format!("{what} {}", missing.join(" ")))
}

/// Runs rustup. If that fails, the error ends in the command for the user to type.
fn rustup(args: &str) -> Result<()> {
    run(&mut command("rustup", args))
        .context("something is missing and can't be installed; run this yourself, then try again")
}
