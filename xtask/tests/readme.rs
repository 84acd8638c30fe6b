//! The README's programs, done as it says: its three crates are written out, built and run, and again with the guest that calls
//! the host.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CRATES: [(&str, &str); 3] = [
    ("types", "types/src/lib.rs"),
    ("guest", "guest/src/lib.rs"),
    ("host", "host/src/main.rs"),
];

#[test]
fn the_programs_print_what_the_readme_says() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = fs::read_to_string(repository.join("README.md")).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");

    write_workspace(&folder, repository, manifest(&readme, "Cargo.toml"));
    for (name, source) in CRATES {
        let dependencies = manifest(&readme, &format!("{name}/Cargo.toml"));
        let package = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n{dependencies}");
        write(&folder.join(name).join("Cargo.toml"), &package);
        write(&folder.join(source), block_after(&readme, &format!("`{source}`")));
    }

    assert_eq!(build_and_run(&folder), block_after(&readme, "It prints"));

    // The guest is one of them: it builds on the host, and its tests run there.
    cargo(&folder, &["build", "--workspace"]);
    let tests = cargo(&folder, &["test", "--workspace"]);
    assert!(tests.contains("test the_total_of_two ... ok"), "{tests}");

    // The same types, with the guest that calls the host.
    let (_, section) = readme
        .split_once("\n## Functions that the guest calls\n")
        .unwrap();
    for (_, source) in &CRATES[1..] {
        write(&folder.join(source), block_after(section, &format!("`{source}`")));
    }
    assert_eq!(build_and_run(&folder), block_after(section, "It prints"));
    cargo(&folder, &["build", "--workspace"]);
}

/// Builds the guest and runs the host, as the README says it. Returns what is printed.
fn build_and_run(folder: &Path) -> String {
    let target = "wasm32-unknown-unknown";
    cargo(folder, &["build", "--package", "guest", "--target", target]);
    let module = Path::new(target).join("debug/guest.wasm");
    let copy = folder.join("target").join(&module);
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::copy(target_dir().join(module), copy).unwrap();
    cargo(folder, &["run", "--package", "host"])
}

/// A workspace in which `shared-abi = "0.1"` means the crate of this repository, with the same versions of all else.
fn write_workspace(folder: &Path, repository: &Path, members: &str) {
    let patch = |name| format!("{name} = {{ path = '{}' }}\n", repository.join(name).display());
    let patches = [
        "shared-abi",
        "shared-abi-derive",
        "shared-abi-layouts",
        "shared-abi-manifest",
        "shared-abi-wasmtime",
    ]
    .map(patch)
    .concat();
    let manifest = format!("{members}\n[patch.crates-io]\n{patches}");
    write(&folder.join("Cargo.toml"), &manifest);
    fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

/// What the README puts under `# {path}`.
fn manifest<'a>(readme: &'a str, path: &str) -> &'a str {
    let heading = format!("\n# {path}\n");
    let (_, rest) = readme
        .split_once(&heading)
        .unwrap_or_else(|| panic!("no `{heading}`"));
    let end = rest
        .find("\n# ")
        .into_iter()
        .chain(rest.find("```"))
        .min()
        .unwrap();
    &rest[..end]
}

/// The first code block after `marker`.
fn block_after<'a>(readme: &'a str, marker: &str) -> &'a str {
    let (_, rest) = readme.split_once(marker).unwrap_or_else(|| panic!("no {marker}"));
    let (_, rest) = rest.split_once("\n```").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let end = rest.find("```").unwrap();
    &rest[..end]
}

/// Runs cargo, and returns what the program that it ran has printed. Warnings are errors.
fn cargo(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(args)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target_dir())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{errors}", args.join(" "));
    assert!(
        !errors.contains("warning: "),
        "cargo {}:\n{errors}",
        args.join(" ")
    );
    String::from_utf8(output.stdout).unwrap()
}

/// This workspace's: its builds of the dependencies serve the README's crates too.
fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
