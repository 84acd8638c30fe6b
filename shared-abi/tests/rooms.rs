//! The files of `memory` use each other in one direction.

#![cfg(not(miri))]

use std::fs;
use std::path::Path;

/// From the ground up: each uses only those before it.
const MEMORY: [&str; 16] = [
    "aligned",
    "borrow",
    "error",
    "size",
    "store",
    "range",
    "linear",
    "view",
    "view_mut",
    "slice",
    "read",
    "write",
    "list",
    "prefix",
    "resolve_mut",
    "leads",
];

#[test]
fn each_file_of_memory_uses_only_those_before_it() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/memory");
    let files = fs::read_dir(&room).unwrap().count();
    assert_eq!(files, MEMORY.len() + 1, "`mod.rs`, and those of the list");
    for (index, file) in MEMORY.iter().enumerate() {
        let text = fs::read_to_string(room.join(file).with_extension("rs")).unwrap();
        // What tests use is their own affair.
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(!code.contains("use crate::memory"), "{file}: write `super::…`");
        for used in code.split("use super::").skip(1) {
            let used = used.split("::").next().unwrap();
            assert!(MEMORY[..index].contains(&used), "{file} uses {used}");
        }
    }
}
