//! What a derive costs: `cargo check` of crates of many structs, with each library's derives.

use crate::artifacts::{cargo, root};
use crate::measure::median;
use anyhow::{Context, Result, ensure};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Instant, SystemTime};

pub const STRUCTS: usize = 300;
const MANY: usize = 10 * STRUCTS;
const ROUNDS: usize = 5;
/// No padding between them, which zerocopy's `IntoBytes` would refuse.
const FIELDS: [&str; 8] = ["u64", "f64", "i64", "u32", "f32", "i32", "u16", "i16"];

struct Candidate {
    name: &'static str,
    dependency: String,
    derive: &'static str,
    structs: usize,
    first: First,
}

/// The type of each struct's first field, of 8 bytes.
#[derive(Clone, Copy)]
enum First {
    Number,
    /// A struct of one number, by its name.
    Struct,
    /// A native pointer to the struct itself.
    Pointer,
}

/// The median seconds of checking each crate, by its name.
pub fn measure() -> Result<Vec<(&'static str, f64)>> {
    let library = root()
        .join("../shared-abi")
        .canonicalize()
        .context("no shared-abi beside the benchmark")?;
    let shared_abi = |name, structs, first| Candidate {
        name,
        dependency: format!("shared-abi = {{ path = {library:?} }}"),
        derive: "shared_abi::SharedAbi",
        structs,
        first,
    };
    let other = |name, dependency: &str, derive| Candidate {
        name,
        dependency: dependency.into(),
        derive,
        structs: STRUCTS,
        first: First::Number,
    };
    let candidates = [
        shared_abi("shared-abi", STRUCTS, First::Number),
        shared_abi("holding a struct", STRUCTS, First::Struct),
        shared_abi("holding a pointer", STRUCTS, First::Pointer),
        shared_abi("ten times as many", MANY, First::Number),
        other(
            "bytemuck",
            r#"bytemuck = { version = "1", features = ["derive"] }"#,
            "Clone, Copy, bytemuck::Pod, bytemuck::Zeroable",
        ),
        other(
            "zerocopy",
            r#"zerocopy = { version = "0.8", features = ["derive"] }"#,
            "zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable, zerocopy::KnownLayout",
        ),
        other("no derive", "", ""),
    ];
    let directory = tempfile::tempdir()?;
    let members: Vec<String> = candidates
        .iter()
        .map(|candidate| candidate.name.replace(' ', "-"))
        .collect();
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fs::write(directory.path().join("Cargo.toml"), workspace)?;
    // The versions that were benchmarked, so that nothing needs to be looked up or downloaded.
    fs::copy(root().join("Cargo.lock"), directory.path().join("Cargo.lock"))?;
    for (candidate, member) in candidates.iter().zip(&members) {
        generate(&directory.path().join(member), member, candidate)?;
    }
    for member in &members {
        check(directory.path(), member)?;
    }
    let mut times = vec![Vec::with_capacity(ROUNDS); candidates.len()];
    for _ in 0..ROUNDS {
        for (times, member) in times.iter_mut().zip(&members) {
            times.push(check(directory.path(), member)?);
        }
    }
    Ok(candidates
        .iter()
        .map(|candidate| candidate.name)
        .zip(times.into_iter().map(median))
        .collect())
}

fn generate(directory: &Path, package: &str, candidate: &Candidate) -> Result<()> {
    let manifest = format!(
        "[package]\nname = \"bench-{package}\"\nedition = \"2024\"\n\n[dependencies]\n{}\n",
        candidate.dependency
    );
    let attributes = format!("#[derive({})]\n#[repr(C)]\n", candidate.derive);
    let mut source = format!("{attributes}pub struct Inner {{\n    pub number: u64,\n}}\n\n");
    for index in 0..candidate.structs {
        writeln!(source, "{attributes}pub struct Shape{index} {{")?;
        let first = match candidate.first {
            First::Number => FIELDS[0].to_owned(),
            First::Struct => "Inner".to_owned(),
            First::Pointer => format!("*mut Shape{index}"),
        };
        writeln!(source, "    pub field0: {first},")?;
        for (place, ty) in FIELDS.iter().enumerate().skip(1) {
            writeln!(source, "    pub field{place}: {ty},")?;
        }
        source.push_str("}\n\n");
    }
    fs::create_dir_all(directory.join("src"))?;
    fs::write(directory.join("Cargo.toml"), manifest)?;
    fs::write(directory.join("src/lib.rs"), source)?;
    Ok(())
}

/// Checks one generated crate anew, in how many seconds; its dependencies stay built.
fn check(workspace: &Path, package: &str) -> Result<f64> {
    let source = fs::File::options()
        .append(true)
        .open(workspace.join(package).join("src/lib.rs"))?;
    source.set_modified(SystemTime::now())?;
    let mut command = cargo();
    command
        .args([
            "check",
            "--quiet",
            "--offline",
            "--package",
            &format!("bench-{package}"),
        ])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::inherit());
    let start = Instant::now();
    let status = command.status().context("cannot run cargo")?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(
        status.success(),
        "`cargo check` of the crate `{package}` failed: {status}"
    );
    Ok(seconds)
}
