//! The manifest is in every .wasm, however it is built, and costs nothing else.

#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::{fs, iter};

use tests::{Scratch, WASM, target_dir};
use wasmparser::{Parser, Payload};

const WASI: &str = "wasm32-wasip1";

/// What is appended to the guests' `Cargo.toml`.
const PROFILES: &str = "
[lib]
crate-type = [\"cdylib\", \"rlib\"]

[lints.rust]
unexpected_cfgs = \"allow\"

[profile.stripped-dev]
inherits = \"dev\"
strip = true

[profile.lto]
inherits = \"release\"
lto = true

[profile.stripped]
inherits = \"release\"
strip = true

[profile.small]
inherits = \"release\"
opt-level = \"z\"

[profile.all]
inherits = \"release\"
lto = true
strip = true
opt-level = \"z\"
codegen-units = 1
panic = \"abort\"
";

/// The profiles, and the directories that cargo builds them in.
const BUILDS: [(&str, &str); 7] = [
    ("dev", "debug"),
    ("stripped-dev", "stripped-dev"),
    ("release", "release"),
    ("lto", "lto"),
    ("stripped", "stripped"),
    ("small", "small"),
    ("all", "all"),
];

/// A guest with two manifests, in two of its modules; with `--cfg bare` it has none.
const GUEST: &str = "#![forbid(unsafe_code)]
#![deny(warnings)]
//! A guest.

use shared_abi::SharedAbi;

/// What crosses.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Batch {
    /// Of the sensor.
    pub id: u32,
    /// What it measured.
    pub samples: *const [Sample],
}

/// Reached through a pointer.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample {
    /// Of this moment.
    pub value: f32,
}

/// Only in the other manifest.
#[derive(SharedAbi)]
#[repr(u8)]
pub enum Mode {
    /// 0.
    Off,
    /// 1.
    On,
}

shared_abi::export! {
    fn sum(samples: &[Sample]) -> f32 {
        samples.iter().map(|sample| sample.value).collect::<Vec<_>>().into_iter().sum()
    }
}

#[cfg(not(bare))]
shared_abi::manifest!(Batch);

mod other {
    #[cfg(not(bare))]
    shared_abi::manifest!(super::Mode);
}
";

/// A section as it stands in the module: its number or name, and its bytes.
type Section = (String, Vec<u8>);

fn sections(wasm: &[u8]) -> Vec<Section> {
    let payloads = Parser::new(0).parse_all(wasm).map(Result::unwrap);
    let section = |payload: Payload<'_>| match &payload {
        Payload::CustomSection(section) => Some((section.name().to_owned(), section.data().to_vec())),
        payload => {
            let (id, range) = payload.as_section()?;
            Some((id.to_string(), wasm[range].to_vec()))
        }
    };
    payloads.filter_map(section).collect()
}

fn build(guest: &Scratch, target: &str, (profile, dir): (&str, &str), bare: bool) -> Vec<Section> {
    // Not a feature: that would be another crate to cargo, with other symbols.
    let cfg: &[&str] = if bare { &["--", "--cfg", "bare"] } else { &[] };
    let arguments = ["rustc", "--lib", "--target", target, "--profile", profile];
    let arguments: Vec<_> = arguments.iter().chain(cfg).copied().collect();
    let build = guest.cargo(&arguments);
    assert!(build.success, "{target}, {profile}:\n{}", build.stderr);
    let wasm: PathBuf = [target, dir, "manifest_guest.wasm"].iter().collect();
    sections(&fs::read(target_dir().join(wasm)).unwrap())
}

#[test]
fn in_each_build_and_for_nothing() {
    let guest = Scratch::new("manifest-guest", "shared-abi");
    guest.extend_manifest(PROFILES);
    guest.write("src/lib.rs", GUEST);
    for (target, build_as) in [WASM, WASI]
        .into_iter()
        .flat_map(|target| iter::repeat(target).zip(BUILDS))
    {
        let with = build(&guest, target, build_as, false);
        let (ours, others): (Vec<_>, Vec<_>) = with.into_iter().partition(|(name, _)| name == "shared-abi");
        let [(_, record)] = ours.as_slice() else {
            panic!("{target}, {build_as:?}: {} manifests", ours.len());
        };
        let text = str::from_utf8(record).unwrap();
        assert_eq!(text.matches("shared-abi 2 ").count(), 2, "{text}");
        for ty in [
            "struct Batch, size 24",
            "struct Sample, size 4",
            "enum Mode, size 1",
        ] {
            assert_eq!(text.matches(ty).count(), 1, "{target}, {build_as:?}: {text}");
        }
        // Debug information knows of the static, whatever becomes of it.
        let not_debug = |(name, _): &Section| !name.starts_with(".debug");
        let others: Vec<_> = others.into_iter().filter(not_debug).collect();
        let bare = build(&guest, target, build_as, true);
        let bare: Vec<_> = bare.into_iter().filter(not_debug).collect();
        assert!(
            others == bare,
            "{target}, {build_as:?}: more than the section differs"
        );
    }
}

/// A WASI command is a binary, whose own crate is the one that names the types.
#[test]
fn in_a_wasi_command() {
    let guest = Scratch::new("manifest-command", "shared-abi");
    let main = GUEST.replace("#[cfg(not(bare))]", "") + "\nfn main() {}\n";
    guest.write("src/main.rs", &main);
    for (arguments, dir) in [(&["--release"][..], "release"), (&[], "debug")] {
        let arguments: Vec<_> = ["build", "--target", WASI]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let build = guest.cargo(&arguments);
        assert!(build.success, "{}", build.stderr);
        let wasm: PathBuf = [WASI, dir, "manifest-command.wasm"].iter().collect();
        let sections = sections(&fs::read(target_dir().join(wasm)).unwrap());
        let found = sections.iter().filter(|(name, _)| name == "shared-abi").count();
        assert_eq!(found, 1, "{dir}");
    }
}
