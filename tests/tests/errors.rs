//! What `unwrap`, `expect` and `main` print of an error: `Debug`, which shows what `Display` does.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use shared_abi::{AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, SharedAbi, Slice, Str};
use shared_abi_layouts::{Layouts, Lock, LockError, NotationError};
use shared_abi_manifest::{Expect, Manifest, ManifestError, Mismatch};
use shared_abi_model::section::{self, HeaderError};
use shared_abi_wasmtime::{Guest, GuestError};
use wasmtime::{Engine, Linker, Store};

/// The names of our error types, as the sources define them: those of the public crates, which a user may see.
fn defined() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let crates = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("src"));
    let mut files: Vec<PathBuf> = crates
        .filter(|src| src.is_dir() && src.parent().unwrap().file_name().unwrap() != "xtask")
        .collect();
    let mut names = BTreeSet::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        for line in source.lines().filter(|line| line.starts_with("impl")) {
            if let Some((_, name)) = line.split_once("Error for ") {
                names.insert(name.trim_end_matches(['{', '}', ' ']).to_owned());
            }
        }
    }
    names
}

#[derive(SharedAbi)]
#[repr(C)]
struct Header {
    kind: u8,
    len: u32,
}

fn access_errors() -> Vec<AccessError> {
    let mut bytes = AlignedBytes::<64>::ZERO;
    bytes[17] = 0xFF;
    let memory = LinearMemory::new(&bytes);
    let mut errors = vec![
        memory.get(Ptr::<u32>::NULL).unwrap_err(),
        memory.get(Ptr::<u32>::new(64)).unwrap_err(),
        memory.get(Ptr::<u32>::new(2)).unwrap_err(),
        LinearMemory::new(&bytes[1..])
            .get(Ptr::<u32>::new(4))
            .unwrap_err(),
        memory.get(Ptr::<bool>::new(17)).unwrap_err(),
        memory.str(Str::new(17, 1)).unwrap_err(),
        memory.slice(Slice::<[u8; 0]>::new(16, 9)).unwrap_err(),
        memory
            .list(Ptr::<u8>::new(16), 0, |_| Ptr::NULL)
            .next()
            .unwrap()
            .unwrap_err(),
    ];
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let slice = Slice::<Header>::new(32, 2);
    errors.push(memory.slice_mut(slice).unwrap().get(2).unwrap_err());
    errors.push(memory.write_slice(slice, &[]).unwrap_err());
    errors
}

fn manifest_errors() -> Vec<ManifestError> {
    let differs = b"shared-abi 1 00000000 00000000\n";
    let manifest = Manifest::from_section(differs).unwrap();
    let unwritten = "shared-abi 1 00000003 00000000\nabc";
    vec![
        Manifest::from_wasm(b"#!/bin/sh").unwrap_err(),
        Manifest::from_wasm(b"\0asm\x01\0\0\0").unwrap_err(),
        Manifest::from_section(unwritten.as_bytes()).unwrap_err(),
        ManifestError::from(std::io::Error::other("no disk")),
        Expect::types::<Header>().check(&manifest).map(drop).unwrap_err(),
    ]
}

fn guest_errors() -> Vec<GuestError> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let linker = Linker::new(&engine);
    let (empty, nothing) = (b"\0asm\x01\0\0\0", Expect::nothing());
    let mut errors = vec![
        Guest::load(&mut store, &linker, empty, &Expect::types::<Header>()).unwrap_err(),
        Guest::load(&mut store, &linker, empty, &nothing).unwrap_err(),
        Guest::load(&mut store, &linker, b"\0asm\x01\0\0\0\x0b\x01\0", &nothing).unwrap_err(),
    ];
    errors.extend(access_errors().into_iter().map(GuestError::from));
    errors.extend(manifest_errors().into_iter().map(GuestError::from));
    errors
}

fn mismatches() -> Vec<Mismatch> {
    let mismatch = |error| match error {
        ManifestError::Mismatch(mismatch) => Some(mismatch),
        _ => None,
    };
    manifest_errors().into_iter().filter_map(mismatch).collect()
}

fn notation_errors() -> Vec<NotationError> {
    [
        "x",
        "struct A, size 2, align 1\n    x: u32, offset 0, size 4\n",
        "<<<<<<<",
    ]
    .map(|text| Layouts::parse(text).unwrap_err())
    .to_vec()
}

fn header_errors() -> Vec<HeaderError> {
    [
        "shared-abi",
        "shared-abi x",
        "shared-abi 7 ",
        "shared-abi 1 00000001 00000000\nx",
    ]
    .map(|text| section::Header::decode(text.as_bytes()).unwrap_err())
    .to_vec()
}

fn lock_errors() -> Vec<LockError> {
    let mut errors = ["", "shared-abi-lock 7\n", "shared-abi-lock 1\n"]
        .map(|text| Lock::parse(text).unwrap_err())
        .to_vec();
    errors.extend(notation_errors().into_iter().map(LockError::from));
    errors
}

/// What a `main` that ends in this error prints of it.
fn of_main(error: Box<dyn Error>) -> String {
    format!("{error:?}")
}

fn shows_its_text<E: std::fmt::Display + std::fmt::Debug>(errors: &[E]) {
    assert!(!errors.is_empty());
    for error in errors {
        let text = error.to_string();
        assert_eq!(format!("{error:?}"), text);
        assert_eq!(format!("{error:#?}"), text);
        assert_eq!(format!("{:?}", Some(Box::new(error))), format!("Some({text})"));
    }
}

#[test]
fn every_error_shows_its_text() {
    // The command line's own type, `Error`, is private, and tested there.
    let known = [
        "AccessError",
        "Error",
        "GuestError",
        "HeaderError",
        "LockError",
        "ManifestError",
        "NotationError",
    ];
    assert_eq!(
        defined(),
        known.map(str::to_owned).into(),
        "each has its line here"
    );
    shows_its_text(&header_errors());
    shows_its_text(&access_errors());
    shows_its_text(&guest_errors());
    shows_its_text(&lock_errors());
    shows_its_text(&manifest_errors());
    shows_its_text(&notation_errors());
    shows_its_text(&mismatches());
}

#[test]
fn a_main_that_fails_prints_what_a_person_can_read() {
    let error = Expect::types::<Header>()
        .check(&Manifest::from_section(b"shared-abi 1 00000000 00000000\n").unwrap())
        .map(drop)
        .unwrap_err();
    let text = of_main(GuestError::from(error).into());
    assert!(
        text.starts_with("the guest was built from other types than this host:\n  Header: only in host\n"),
        "{text}"
    );
    let refused = std::panic::catch_unwind(|| {
        LinearMemory::new(&[0; 8]).read(Ptr::<u64>::new(8)).unwrap();
    });
    assert_eq!(
        refused.unwrap_err().downcast_ref::<String>().unwrap(),
        "called `Result::unwrap()` on an `Err` value: u64 at 0x8: 8 bytes end at 0x10, past the 0x8 bytes of linear memory"
    );
}
