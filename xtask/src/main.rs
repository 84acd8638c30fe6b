//! The repository's commands: `cargo xtask --help`.
//!
//! Each command first sets up what it needs and lacks, then prints every command line that it runs.

#![forbid(unsafe_code)]

mod mutants;
mod packages;
mod process;
mod toolchain;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};

use crate::packages::{FOR_WAMR, add_packages};
use crate::process::{cargo, run};
use crate::toolchain::{ALL_TARGETS, GUEST_TARGET, nightly_cargo};

/// Sets up, builds, runs and checks shared-abi.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the demo; `cargo xtask demo --help` lists its scenarios
    #[command(disable_help_flag = true)]
    Demo(Rest),
    /// Run every test, and check the core on every target that it supports
    Test,
    /// Check formatting, clippy and the documentation; warnings are errors
    Lint,
    /// Run the core's tests under Miri, with stacked borrows and with tree borrows
    Miri,
    /// Change the code that a guest's bytes pass through, and see that a test notices; takes hours
    Mutants {
        /// Rooms, or files in one, as `memory` or `shared-abi/src/memory/range.rs`; all rooms if there are none
        rooms: Vec<String>,
    },
    /// Run the benchmarks and print their tables
    #[command(disable_help_flag = true)]
    Bench(Rest),
}

#[derive(Args)]
struct Rest {
    /// Handed on as they are, `--help` included
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<OsString>,
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Demo(rest) => demo(&rest.args),
        Command::Test => test(),
        Command::Lint => lint(),
        Command::Miri => miri(),
        Command::Mutants { rooms } => mutants(&rooms),
        Command::Bench(rest) => bench(&rest.args),
    };
    if let Err(error) = result {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn demo(args: &[OsString]) -> Result<()> {
    toolchain::add_targets(&[GUEST_TARGET])?;
    run(cargo("run --package host-demo --").args(args))
}

fn test() -> Result<()> {
    // The tests build for the other targets too, to see the build stop where it should.
    toolchain::add_targets(ALL_TARGETS)?;
    add_packages(FOR_WAMR)?;
    run(&mut cargo("test --workspace"))?;
    run(cargo("test --manifest-path")
        .arg(wamr_manifest())
        .env("CARGO_TARGET_DIR", wamr_target_dir()?))?;
    for target in ALL_TARGETS {
        run(&mut cargo(&format!(
            "check --package shared-abi --target {target}"
        )))?;
    }
    Ok(())
}

fn lint() -> Result<()> {
    toolchain::add_targets(&[GUEST_TARGET])?;
    toolchain::add_components(&["clippy", "rustfmt"])?;
    add_packages(FOR_WAMR)?;
    run(&mut cargo("fmt --all --check"))?;
    run(&mut cargo("clippy --workspace --all-targets -- -D warnings"))?;
    // What only the guest has.
    let guest = format!("clippy --package shared-abi --package guest-demo --target {GUEST_TARGET}");
    run(cargo(&guest).args(["--", "-D", "warnings"]))?;
    run(cargo("doc --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings"))?;
    // The workspaces of their own.
    let nested = [
        (bench_manifest(), target_dir()?.join("bench")),
        (wamr_manifest(), wamr_target_dir()?),
    ];
    for (manifest, target_dir) in nested {
        run(cargo("fmt --all --check --manifest-path").arg(&manifest))?;
        run(cargo("clippy --all-targets --manifest-path")
            .arg(&manifest)
            .args(["--", "-D", "warnings"])
            .env("CARGO_TARGET_DIR", target_dir))?;
    }
    Ok(())
}

fn miri() -> Result<()> {
    toolchain::add_miri()?;
    let target_dir = target_dir()?.join("miri");
    // Stacked borrows are Miri's default. Neither model accepts all that the other does.
    for model in ["", " -Zmiri-tree-borrows"] {
        run(nightly_cargo("miri test --package shared-abi")
            .env("CARGO_TARGET_DIR", &target_dir)
            .env("MIRIFLAGS", format!("-Zmiri-strict-provenance{model}")))?;
    }
    Ok(())
}

fn mutants(rooms: &[String]) -> Result<()> {
    toolchain::add_targets(&[GUEST_TARGET])?;
    mutants::mutants(rooms, root(), &target_dir()?)
}

fn bench(args: &[OsString]) -> Result<()> {
    toolchain::add_targets(&[GUEST_TARGET])?;
    run(cargo("run --release --manifest-path")
        .arg(bench_manifest())
        .arg("--")
        .args(args)
        .env("CARGO_TARGET_DIR", target_dir()?.join("bench")))
}

/// The workspace's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands inside the workspace")
}

fn bench_manifest() -> PathBuf {
    root().join("benches/Cargo.toml")
}

/// The tests on WAMR, a workspace of their own, so that `cargo test` needs no cmake.
fn wamr_manifest() -> PathBuf {
    root().join("tests/wamr/Cargo.toml")
}

/// Not the main workspace's: both build the guest, whose file has the same name for both, with a `shared-abi` of their own.
fn wamr_target_dir() -> Result<PathBuf> {
    Ok(target_dir()?.join("wamr"))
}

/// Where cargo puts what it builds. Absolute, so that every crate means the same folder.
fn target_dir() -> Result<PathBuf> {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => std::path::absolute(dir).context("CARGO_TARGET_DIR"),
        None => Ok(root().join("target")),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn all_that_follows_demo_belongs_to_the_demo() {
        let cli = Cli::parse_from(["xtask", "demo", "--help", "hub", "--input", "file.csv"]);
        let Command::Demo(rest) = cli.command else {
            panic!("not the demo")
        };
        assert_eq!(rest.args, ["--help", "hub", "--input", "file.csv"]);
    }
}
