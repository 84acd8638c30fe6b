//! Guests for the tests.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use shared_abi_wasmtime::{Expect, Guest, GuestError};
use wasmtime::{Config, Engine, Linker, Store};

/// The Rust guest, built for wasm32.
pub fn rust_guest() -> &'static [u8] {
    static WASM: OnceLock<Vec<u8>> = OnceLock::new();
    WASM.get_or_init(|| build("guest", &["--lib"], "shared_abi_wasmtime_test_guest.wasm", ""))
}

/// The Rust guest, linked so that it imports its memory as `env.memory` and exports none.
pub fn rust_guest_that_imports_memory() -> &'static [u8] {
    static WASM: OnceLock<Vec<u8>> = OnceLock::new();
    let flags = "-Clink-arg=--import-memory";
    WASM.get_or_init(|| {
        build(
            "guest-import",
            &["--lib"],
            "shared_abi_wasmtime_test_guest.wasm",
            flags,
        )
    })
}

/// The Rust guest with `#![forbid(unsafe_code)]`.
pub fn rust_guest_that_forbids_unsafe() -> &'static [u8] {
    static WASM: OnceLock<Vec<u8>> = OnceLock::new();
    WASM.get_or_init(|| build("guest", &["--examples"], "examples/forbids_unsafe.wasm", ""))
}

fn build(target: &str, what: &[&str], file: &str, flags: &str) -> Vec<u8> {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(target);
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/guest/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--release",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--manifest-path", manifest])
        .args(what)
        .arg("--target-dir")
        .arg(&target)
        // Flags for the host are none for the guest.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTFLAGS", flags)
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "the guest doesn't build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let wasm = target.join("wasm32-unknown-unknown/release").join(file);
    std::fs::read(&wasm).unwrap_or_else(|error| panic!("{}: {error}", wasm.display()))
}

/// An engine that refuses nothing that this library has to refuse itself.
pub fn engine() -> Engine {
    let mut config = Config::new();
    config
        .wasm_memory64(true)
        .wasm_multi_memory(true)
        .wasm_threads(true)
        .shared_memory(true);
    Engine::new(&config).unwrap()
}

/// Loads a guest in the text format, without imports.
pub fn load(wat: &str) -> Result<(Store<()>, Guest), GuestError> {
    let engine = engine();
    let mut store = Store::new(&engine, ());
    let guest = Guest::load(
        &mut store,
        &Linker::new(&engine),
        wat::parse_str(wat).unwrap(),
        &Expect::nothing(),
    )?;
    Ok((store, guest))
}

/// Loads a guest that has one page of memory, `alloc` as the body of its `shared_abi_alloc (param $size i32)
/// (param $align i32) (result i32)`, a `shared_abi_free` that does nothing, and `more`.
pub fn with_allocator(alloc: &str, more: &str) -> (Store<()>, Guest) {
    load(&format!(
        r#"(module (memory (export "memory") 1)
            (func (export "shared_abi_alloc") (param $size i32) (param $align i32) (result i32) {alloc})
            (func (export "shared_abi_free") (param i32 i32 i32))
            {more})"#
    ))
    .unwrap()
}
