//! Modules that were damaged on their way: each is an error, or the layouts are still the same.

mod support;

use std::ops::Range;
use std::time::{Duration, Instant};

use shared_abi_manifest::{Manifest, ManifestError};
use shared_abi_model::section::NAME as SECTION;
use support::{Random, guest, record, with_manifest};

/// How often a module is damaged in each of the ways.
const ROUNDS: usize = 4000;

/// Reads a damaged module. Says whether its manifest could be read.
fn survives(damaged: &[u8], manifest: &Manifest, what: impl Fn() -> String) -> bool {
    let start = Instant::now();
    let result = Manifest::from_wasm(damaged);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{}: took too long",
        what()
    );
    match result {
        Ok(found) => {
            assert_eq!(found, *manifest, "{}: read as other layouts", what());
            true
        }
        Err(error) => {
            let text = error.to_string();
            assert!(!text.is_empty() && text.len() < 10_000, "{}: {text}", what());
            false
        }
    }
}

/// Where the contents of the section are.
fn contents(wasm: &[u8]) -> Range<usize> {
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        if let wasmparser::Payload::CustomSection(section) = payload.unwrap()
            && section.name() == SECTION
        {
            return section.data_offset()..section.data_offset() + section.data().len();
        }
    }
    panic!("no section");
}

fn range(random: &mut Random, len: usize, longest: usize) -> Range<usize> {
    let start = random.below(len);
    start..(start + 1 + random.below(longest)).min(len)
}

/// The ways to damage bytes, anywhere between the start and the end of `place`.
fn damage(random: &mut Random, way: usize, wasm: &[u8], place: &Range<usize>) -> Vec<u8> {
    let mut damaged = wasm.to_vec();
    let at = place.start + random.below(place.len());
    match way {
        // Flipped bits.
        0 => {
            for _ in 0..=random.below(4) {
                let at = place.start + random.below(place.len());
                damaged[at] ^= 1 << random.below(8);
            }
        }
        // Other bytes.
        1 => {
            for _ in 0..=random.below(8) {
                let at = place.start + random.below(place.len());
                damaged[at] = random.next() as u8;
            }
        }
        // Cut off.
        2 => damaged.truncate(at),
        // A part is missing.
        3 => {
            let gap = range(random, place.len(), 40);
            damaged.drain(place.start + gap.start..place.start + gap.end);
        }
        // A part is there twice.
        4 => {
            let part = range(random, wasm.len(), 4000);
            damaged.splice(at..at, wasm[part].to_vec());
        }
        // A part lies over another.
        5 => {
            let part = range(random, wasm.len(), 200);
            let end = (at + random.below(200)).min(wasm.len());
            damaged.splice(at..end, wasm[part].to_vec());
        }
        // A byte is there twice.
        6 => damaged.insert(at, wasm[at]),
        _ => unreachable!(),
    }
    damaged
}

const WAYS: [&str; 7] = ["bits", "bytes", "cut", "gap", "twice", "over", "byte twice"];

fn try_all(wasm: &[u8], seed: u64) {
    let manifest = Manifest::from_wasm(wasm).unwrap();
    let everywhere = 0..wasm.len();
    // With the section's own head.
    let contents = contents(wasm);
    let inside = contents.start - 16..contents.end;
    for place in [everywhere, inside] {
        for (way, name) in WAYS.iter().enumerate() {
            let mut random = Random(seed + way as u64);
            let mut read = 0;
            for round in 0..ROUNDS {
                let damaged = damage(&mut random, way, wasm, &place);
                let what = || format!("{name}, round {round}");
                read += usize::from(survives(&damaged, &manifest, what));
            }
            // Otherwise the test would see one of the two outcomes only.
            assert!(read < ROUNDS, "{name}: nothing was ever refused");
        }
    }
}

#[test]
fn a_damaged_guest() {
    try_all(guest(), 1);
}

#[test]
fn a_damaged_module_of_several_records() {
    let point =
        record("struct Point, size 8, align 4\n    x: i32, offset 0, size 4\n    y: i32, offset 4, size 4\n");
    let gait =
        record("enum Gait, size 2, align 2\n    tag: i16, offset 0, size 2\n    Back = -1\n    Walk = 1\n");
    let mut section = vec![0; 5];
    for part in [&point[..], &[0; 3], &gait, &point, &[0; 20]] {
        section.extend_from_slice(part);
    }
    try_all(&with_manifest(&section), 2);
}

#[test]
fn each_flipped_bit_of_the_contents_is_seen() {
    let two = [
        record("union U, size 4, align 4\n    a: u32, offset 0, size 4\n"),
        vec![0; 7],
    ]
    .concat();
    for wasm in [guest(), &with_manifest(&two)] {
        let manifest = Manifest::from_wasm(wasm).unwrap();
        let contents = contents(wasm);
        let mut damaged = wasm.to_vec();
        for at in contents {
            for bit in 0..8 {
                damaged[at] ^= 1 << bit;
                let what = || format!("bit {bit} of byte {at}");
                assert!(!survives(&damaged, &manifest, what), "{}: not seen", what());
                damaged[at] ^= 1 << bit;
            }
        }
        assert_eq!(damaged, wasm);
    }
}

#[test]
fn a_module_that_was_cut_off_anywhere() {
    let wasm = guest();
    for len in 0..wasm.len() {
        match Manifest::from_wasm(&wasm[..len]) {
            Ok(_) => assert!(len >= contents(wasm).end),
            Err(ManifestError::NotWasm) => assert!(len < 4),
            Err(ManifestError::Truncated { .. } | ManifestError::NoSection { .. }) => {}
            Err(error) => panic!("{len}: {error}"),
        }
    }
}
