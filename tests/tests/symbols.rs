//! `export!` refuses each name that a guest is linked with anyway: those of the installed targets' own libraries.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use ar::Archive;
use tests::Scratch;

const UNKNOWN: &str = "wasm32-unknown-unknown";
const WASI: &str = "wasm32-wasip1";

/// Where a target's libraries are.
fn libraries(target: &str) -> PathBuf {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", target])
        .output()
        .expect("rustc runs");
    String::from_utf8(output.stdout)
        .expect("a path")
        .trim_end()
        .into()
}

/// The symbols of an archive that a function could have for a name; Rust's own have a prefix or a dot.
fn symbols(path: &Path) -> BTreeSet<String> {
    let mut archive = Archive::new(File::open(path).expect("a library"));
    let symbols = archive.symbols().expect("an archive's symbols");
    let names = symbols.map(|name| String::from_utf8_lossy(name).into_owned());
    names
        .filter(|name| !name.starts_with(['_', '.']) && !name.contains(['.', '$']))
        .collect()
}

fn compiler_builtins(target: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(libraries(target)).expect("the target is installed");
    let paths = entries.map(|entry| entry.expect("a library").path());
    let mut libraries = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rlib"));
    let found = libraries.find(|path| path.to_string_lossy().contains("libcompiler_builtins-"));
    symbols(&found.expect("compiler_builtins"))
}

/// The names that stay unrefused when functions of all of these names are exported for `target`.
fn not_refused(name: &str, names: &BTreeSet<String>, target: &str) -> Vec<String> {
    let scratch = Scratch::new(name, "shared-abi");
    let functions: String = names
        .iter()
        .map(|name| format!("    fn r#{name}() {{}}\n"))
        .collect();
    scratch.write("src/lib.rs", &format!("shared_abi::export! {{\n{functions}}}\n"));
    let output = scratch.cargo(&["check", "--target", target]);
    let text = output.stderr;
    let refused = |name: &&String| text.contains(&format!("`{name}` is a symbol that "));
    names.iter().filter(|name| !refused(name)).cloned().collect()
}

#[test]
fn what_the_compiler_calls_is_refused_on_every_target() {
    let names: BTreeSet<_> = [UNKNOWN, WASI].into_iter().flat_map(compiler_builtins).collect();
    assert!(names.contains("memcmp") && names.contains("log") && names.len() > 100);
    assert_eq!(not_refused("symbols-compiler", &names, UNKNOWN), [""; 0]);
}

#[test]
fn what_the_c_library_has_is_refused_on_wasi() {
    let names = symbols(&libraries(WASI).join("self-contained/libc.a"));
    assert!(names.contains("read") && names.contains("malloc") && names.len() > 800);
    assert_eq!(not_refused("symbols-libc", &names, WASI), [""; 0]);
    // A guest that has no C library may use its names.
    let free = not_refused("symbols-no-libc", &names, UNKNOWN);
    assert!(free.contains(&"read".to_owned()) && !free.contains(&"memcpy".to_owned()));
}
