//! Guests, records and modules for the tests.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use shared_abi_manifest::Expect;
use shared_abi_manifest_test_guest::All;
use shared_abi_model::section::NAME as SECTION;
use wasm_encoder::{CustomSection, Module};

/// The guest, built for wasm32.
pub fn guest() -> &'static [u8] {
    static WASM: OnceLock<Vec<u8>> = OnceLock::new();
    WASM.get_or_init(|| {
        // A folder of its own: cargo holds the lock of the usual one while the tests are built.
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("manifest-guest");
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/guest/Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--release", "--lib"])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--manifest-path", manifest, "--target-dir"])
            .arg(&target)
            // Flags for the host are none for the guest.
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the guest doesn't build:\n{stderr}");
        let wasm = target.join("wasm32-unknown-unknown/release/shared_abi_manifest_test_guest.wasm");
        std::fs::read(&wasm).unwrap_or_else(|error| panic!("{}: {error}", wasm.display()))
    })
}

/// The types of the guest, as the host has them.
pub fn expect() -> Expect {
    Expect::types::<All>()
}

/// A record with this body.
pub fn record(body: &str) -> Vec<u8> {
    shared_abi_manifest::record(body).into_bytes()
}

/// A module with these custom sections.
pub fn module(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut module = Module::new();
    for &(name, data) in sections {
        module.section(&CustomSection {
            name: name.into(),
            data: data.into(),
        });
    }
    module.finish()
}

/// A module whose manifest has these contents, and which has another custom section behind it.
pub fn with_manifest(contents: &[u8]) -> Vec<u8> {
    module(&[(SECTION, contents), ("producers", b"\0")])
}

/// Numbers that look like random ones, the same in each run (splitmix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One that is less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}
