//! The bytes that are written, held against those of every version so far.

mod support;

use std::fs;
use std::path::PathBuf;

use shared_abi::Reachable;
use shared_abi_layouts::compare;
use shared_abi_manifest::Manifest;
use shared_abi_manifest_test_guest::All;
use shared_abi_model::section::{NAME as SECTION, VERSION, record, record_len};
use support::{expect, guest};

const TYPES: &Reachable = &Reachable::of::<All>();
const LEN: usize = record_len(TYPES.layouts());
static RECORD: [u8; LEN] = record(TYPES.layouts());

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/format"))
}

fn current() -> PathBuf {
    folder().join(format!("v{VERSION}.record"))
}

const DECIDE: &str = "
What a guest's manifest holds is no longer what `tests/format` says.

Guests with the old format are out there, and hosts that read only that. If the change is not intended, undo it. If it is:

1. Raise `VERSION` in `shared-abi-model/src/section.rs`, and describe the new version in `docs/format.md`.
2. Let `shared-abi-layouts/src/notation.rs` read both. Leave each file in `tests/format` as it is.
3. Run `cargo test -p shared-abi-manifest --test format -- --ignored`, which writes the file of the new version.

If a type of `tests/guest` was changed, undo that; a type of a new kind belongs into the next version's file.
";

#[test]
fn what_is_written_is_what_the_version_says() {
    let golden =
        fs::read(current()).unwrap_or_else(|error| panic!("{}: {error}{DECIDE}", current().display()));
    assert!(
        golden == RECORD,
        "{DECIDE}\nwas:\n{}\nis:\n{}",
        String::from_utf8_lossy(&golden),
        String::from_utf8_lossy(&RECORD)
    );
}

#[test]
fn every_version_is_read_to_the_same_layouts() {
    let mut versions = Vec::new();
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let version = name
            .strip_prefix('v')
            .and_then(|name| name.strip_suffix(".record"));
        versions.push(
            version
                .unwrap_or_else(|| panic!("{name}?"))
                .parse::<u32>()
                .unwrap(),
        );
        let manifest = Manifest::from_section(&fs::read(&path).unwrap());
        let manifest =
            manifest.unwrap_or_else(|error| panic!("{name} can't be read any more: {error}{DECIDE}"));
        // Not `==`: what an older version didn't say can't be known.
        assert_eq!(
            compare(manifest.layouts(), expect().layouts()),
            [],
            "{name}{DECIDE}"
        );
    }
    versions.sort_unstable();
    assert_eq!(versions, Vec::from_iter(1..=VERSION), "{DECIDE}");
}

/// Run by hand for a new version.
#[test]
#[ignore = "writes to the sources"]
fn write_the_file_of_a_new_version() {
    assert!(
        !current().exists(),
        "{} is there already{DECIDE}",
        current().display()
    );
    fs::write(current(), RECORD).unwrap();
}

/// What stands in the .wasm is the record and nothing else, and none of it is in the guest's data.
#[test]
fn the_guest_carries_the_record() {
    let wasm = guest();
    let sections = wasmparser::Parser::new(0).parse_all(wasm);
    let mut found = Vec::new();
    for payload in sections {
        if let wasmparser::Payload::CustomSection(section) = payload.unwrap()
            && section.name() == SECTION
        {
            found.push(section.data().to_owned());
        }
    }
    assert_eq!(found, [RECORD]);
    let magic = b"shared-abi 2 ";
    let count = wasm.windows(magic.len()).filter(|window| window == magic).count();
    assert_eq!(count, 1, "in linear memory too");
    assert_eq!(Manifest::from_wasm(wasm).unwrap().layouts(), expect().layouts());
}

#[test]
fn a_type_of_every_kind_is_in_it() {
    let layouts = expect();
    let names: Vec<&str> = layouts.layouts().iter().map(|layout| layout.name).collect();
    assert_eq!(
        names,
        [
            "Extreme",
            "Gait",
            "Größe",
            "Halves",
            "Native",
            "Numbers",
            "Packed",
            "Pair<Ptr<u16>>",
            "Pair<u8>",
            "Shape",
            "Slots",
            "Status",
            "Unit",
            "Word",
        ]
    );
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/format.md");
    let page = fs::read_to_string(page).unwrap();
    let start = page.find("```text\nshared-abi 2 0").expect("the example") + "```text\n".len();
    let example = page[start..].split("```").next().unwrap();
    let manifest = Manifest::from_section(example.as_bytes()).unwrap();
    let names: Vec<&str> = manifest.layouts().iter().map(|layout| layout.name).collect();
    assert_eq!(names, ["Batch", "Sample"]);

    // The same in C.
    let quoted = page
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\".ascii \\\""));
    let lines: Vec<&str> = quoted
        .filter_map(|line| line.strip_suffix("\\\\n\\\"\\n\""))
        .collect();
    assert_eq!(lines.join("\n") + "\n", example);
}
