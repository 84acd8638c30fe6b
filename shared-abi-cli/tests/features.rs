//! Types that depend on features: what is locked of them, and which builds that stops.

#![forbid(unsafe_code)]

mod support;

use std::fs;

use serde_json::Value;
use support::{Run, cargo_shared_abi, run};
use tests::Scratch;

const LOCK: &str = "shared-abi.lock";

/// `Node` has one more field with `wide`, `Extra` is there with `extra` only, and `Sample` never changes.
const TYPES: &str = "#![no_std]\nuse shared_abi::SharedAbi;\n
#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    #[cfg(feature = \"wide\")]
    pub wide: u64,
    pub data: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample { pub at: u32 }

#[cfg(feature = \"extra\")]
#[derive(SharedAbi)]
#[repr(C)]
pub struct Extra { pub x: u8 }
";

const FEATURES: &str = "\n[features]\ndefault = []\nwide = []\nextra = []\n";

fn package(name: &str) -> Scratch {
    let scratch = Scratch::new(name, "shared-abi");
    scratch.write("src/lib.rs", TYPES);
    scratch.extend_manifest(FEATURES);
    scratch
}

fn cargo_in(scratch: &Scratch, args: &[&str]) -> Run {
    run(cargo_shared_abi()
        .current_dir(scratch.dir())
        .arg("shared-abi")
        .args(args))
}

fn lock_text(scratch: &Scratch) -> String {
    fs::read_to_string(scratch.dir().join(LOCK)).unwrap()
}

/// The fields that a build of the package stops at.
fn stops_at(scratch: &Scratch, features: &[&str]) -> Vec<String> {
    let build = scratch.cargo(&[&["build"], features].concat());
    let marks = build.stderr.match_indices("evaluation panicked: ");
    let stops: Vec<_> = marks
        .map(|(at, mark)| {
            let text = &build.stderr[at + mark.len()..];
            text[..text.find(": ").unwrap()].to_owned()
        })
        .collect();
    assert_eq!(build.success, stops.is_empty(), "{}", build.stderr);
    assert!(!build.stderr.contains("warning"), "{}", build.stderr);
    stops
}

const ALL: &[&str] = &["--all-features"];
const DEFAULT: &[&str] = &[];
const NONE: &[&str] = &["--no-default-features"];
const WIDE: &[&str] = &["--features", "wide"];

#[test]
fn each_set_of_features_is_guarded_by_its_own_layouts() {
    for (name, flags) in [("cli-set-default", DEFAULT), ("cli-set-all", ALL)] {
        let scratch = package(name);
        cargo_in(&scratch, &[&["lock"], flags].concat()).stdout(0);
        for features in [DEFAULT, NONE, ALL, WIDE] {
            assert_eq!(stops_at(&scratch, features), [""; 0], "{features:?}");
        }
        // The field that only the feature has is guarded where it is, and not missed where it isn't.
        scratch.write("src/lib.rs", &TYPES.replace("wide: u64", "wide: i64"));
        assert_eq!(stops_at(&scratch, ALL), ["Node.wide"]);
        assert_eq!(stops_at(&scratch, DEFAULT), [""; 0]);
        // A type that is the same with all features and without any is guarded with those that nobody locked.
        scratch.write("src/lib.rs", &TYPES.replace("at: u32", "at: i32"));
        for features in [DEFAULT, NONE, ALL, WIDE] {
            assert_eq!(stops_at(&scratch, features), ["Sample.at"], "{features:?}");
        }
        scratch.write("src/lib.rs", &TYPES.replace("data: u32", "data: i32"));
        for features in [DEFAULT, NONE, ALL] {
            assert_eq!(stops_at(&scratch, features), ["Node.data"], "{features:?}");
        }
        // Of `Node` with `wide` alone nothing is known, until it is locked.
        assert_eq!(stops_at(&scratch, WIDE), [""; 0]);
        scratch.write("src/lib.rs", TYPES);
        cargo_in(&scratch, &["lock", "--features", "wide"]).stdout(0);
        scratch.write("src/lib.rs", &TYPES.replace("data: u32", "data: i32"));
        assert_eq!(stops_at(&scratch, WIDE), ["Node.data"]);
    }
}

#[test]
fn the_lock_says_what_differs_and_nothing_twice() {
    let scratch = package("cli-set-text");
    let wrote = cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(
        wrote.ends_with(": 3 types, with 3 sets of features, of package cli-set-text\n"),
        "{wrote}"
    );
    let expected = "\
crate cli_set_text
features default, extra, wide
locked with no features
locked with default
locked with default, extra, wide

with default, extra, wide
struct Extra, size 1, align 1
    x: u8, offset 0, size 1, align 1

with no features
with default
struct Node, size 4, align 4
    data: u32, offset 0, size 4, align 4

with default, extra, wide
struct Node, size 16, align 8
    wide: u64, offset 0, size 8, align 8
    data: u32, offset 8, size 4, align 4

struct Sample, size 4, align 4
    at: u32, offset 0, size 4, align 4
";
    assert!(lock_text(&scratch).ends_with(expected), "{}", lock_text(&scratch));
    assert!(
        cargo_in(&scratch, &["lock"])
            .stdout(0)
            .ends_with("shared-abi.lock is up to date\n")
    );

    // Another set is two lines more, and stays from then on.
    cargo_in(&scratch, &["lock", "--features", "wide"]).stdout(0);
    let before = lock_text(&scratch);
    let added: Vec<_> = before.lines().filter(|line| !expected.contains(line)).collect();
    assert_eq!(added[3..], ["locked with default, wide", "with default, wide"]);
    scratch.write("src/lib.rs", &TYPES.replace("data: u32", "data: i32"));
    let wrote = cargo_in(&scratch, &["lock"]).stdout(0);
    assert_eq!(wrote.matches("data u32 → i32").count(), 1, "{wrote}");
    assert_eq!(lock_text(&scratch), before.replace("data: u32", "data: i32"));
}

#[test]
fn check_looks_at_every_set_that_is_locked() {
    let scratch = package("cli-set-check");
    cargo_in(&scratch, &["lock"]).stdout(0);
    let check = |args: &[&str]| cargo_in(&scratch, &[&["check"], args].concat());
    assert_eq!(check(&[]).stdout(0).lines().count(), 1);
    check(ALL).stdout(0);

    // Only a set that was asked for can be one that isn't locked.
    let unlocked = check(WIDE).stdout(1);
    assert!(
        unlocked.contains(
            "not locked with these features: default, wide; run `cargo shared-abi lock --features=default \
                           --features=wide --no-default-features`"
        ),
        "{unlocked}"
    );
    check(&[WIDE, &["--level", "extend"]].concat()).stdout(0);

    scratch.write("src/lib.rs", &TYPES.replace("wide: u64", "wide: i64"));
    let differs = check(&[]).stdout(1);
    assert!(
        differs.contains("(no features; default): no difference")
            || differs.contains("(default; no features): no difference"),
        "{differs}"
    );
    assert!(
        differs.contains("(default, extra, wide)\n\n") && differs.contains("u64 → i64"),
        "{differs}"
    );
    check(DEFAULT).stdout(1);
    check(NONE).stdout(0);
    let json: Value = serde_json::from_str(&check(&["--format", "json"]).stdout(1)).unwrap();
    assert_eq!(json["features"], Value::from(vec!["default"]));
    assert_eq!(json["others"].as_array().unwrap().len(), 2);

    // A feature that is gone takes what was locked with it along.
    let manifest = fs::read_to_string(scratch.dir().join("Cargo.toml")).unwrap();
    scratch.write(
        "src/lib.rs",
        &TYPES.replace("    #[cfg(feature = \"wide\")]\n    pub wide: u64,\n", ""),
    );
    scratch.write("Cargo.toml", &manifest.replace("wide = []\n", ""));
    let gone = check(&[]).stdout(1);
    assert!(
        gone.contains("locked with default, extra, wide, which the package doesn't have any more"),
        "{gone}"
    );
    assert_eq!(stops_at(&scratch, ALL), [""; 0]);
    cargo_in(&scratch, &["lock"]).stdout(0);
    check(&[]).stdout(0);
    assert!(!lock_text(&scratch).contains("wide"));
}

/// A host's feature, say, is nothing that wasm32 has to do with.
#[test]
fn features_that_no_guest_can_have_are_left_out() {
    let scratch = package("cli-set-host");
    let refused =
        "#[cfg(all(feature = \"extra\", target_arch = \"wasm32\"))]\ncompile_error!(\"a host's\");\n";
    scratch.write("src/lib.rs", &format!("{TYPES}{refused}"));
    let locked = cargo_in(&scratch, &["lock"]);
    assert!(
        locked
            .stderr
            .contains("note: cli-set-host is not locked with all features, since it doesn't build"),
        "{}",
        locked.stderr
    );
    assert!(!locked.stderr.contains("a host's"), "{}", locked.stderr);
    locked.stdout(0);
    assert!(!lock_text(&scratch).contains("locked with default, extra, wide"));
    // What was asked for, or was locked before, has to build.
    let error = cargo_in(&scratch, &["lock", "--all-features"]).error();
    assert!(
        error.contains("a host's") && error.contains("doesn't build for wasm32-unknown-unknown"),
        "{error}"
    );
    // With all features, nobody knows.
    scratch.write("src/lib.rs", &TYPES.replace("at: u32", "at: i32"));
    assert_eq!(stops_at(&scratch, ALL), [""; 0]);
    assert_eq!(stops_at(&scratch, DEFAULT), ["Sample.at"]);
}

#[test]
fn a_lock_from_before_there_were_features_still_guards() {
    let scratch = package("cli-set-old");
    let old = "shared-abi-lock 1\ncrate cli_set_old\n\nstruct Node, size 4, align 4\n    data: u32, offset 0, size 4\n\n\
               struct Sample, size 4, align 4\n    at: u32, offset 0, size 4\n";
    scratch.write(LOCK, old);
    assert_eq!(stops_at(&scratch, DEFAULT), [""; 0]);
    assert_eq!(stops_at(&scratch, ALL), ["Node.wide", "Node.data"]);
    // Whatever way it is renewed, it is then written as now, and has the sets that matter.
    cargo_in(&scratch, &["lock", "--features", "wide"]).stdout(0);
    for features in [DEFAULT, NONE, ALL, WIDE] {
        assert_eq!(stops_at(&scratch, features), [""; 0], "{features:?}");
    }
    let now = lock_text(&scratch);
    let older = now.replacen("shared-abi-lock 3", "shared-abi-lock 2", 1);
    assert_ne!(now, older);
    scratch.write(LOCK, &older);
    cargo_in(&scratch, &["lock"]).stdout(0);
    assert_eq!(lock_text(&scratch), now);
}

#[test]
fn a_feature_between_the_extremes_is_said_to_need_its_own_record() {
    let scratch = package("cli-set-middle");
    let types = TYPES.replace(
        "pub at: u32",
        "pub at: u32, #[cfg(all(feature = \"wide\", not(feature = \"extra\")))] pub more: u32",
    );
    scratch.write("src/lib.rs", &types);
    cargo_in(&scratch, &["lock"]).stdout(0);
    let build = scratch.cargo(&["build", "--features", "wide"]);
    assert!(
        build.stderr.contains(
            "Sample.more: not in the lock, now at offset 4; if the change is intended, run cargo \
                               shared-abi lock with the --features of this build"
        ),
        "{}",
        build.stderr
    );
    cargo_in(&scratch, &["lock", "--features", "wide"]).stdout(0);
    for features in [DEFAULT, NONE, ALL, WIDE] {
        assert_eq!(stops_at(&scratch, features), [""; 0], "{features:?}");
    }
}

#[test]
fn whoever_uses_a_package_may_turn_on_what_was_never_recorded() {
    let types = package("cli-set-types");
    let middle = TYPES.replace(
        "pub at: u32",
        "pub at: u32, #[cfg(all(feature = \"wide\", not(feature = \"extra\")))] pub more: u32",
    );
    types.write("src/lib.rs", &middle);
    cargo_in(&types, &["lock"]).stdout(0);
    let user = Scratch::new("cli-set-user", "shared-abi");
    user.write("src/lib.rs", "pub use cli_set_types::Node;\n");
    user.extend_manifest("cli-set-types = { path = \"../cli-set-types\" }\n\n[features]\n");
    for feature in ["wide", "extra", "default"] {
        user.extend_manifest(&format!("use-{feature} = [\"cli-set-types/{feature}\"]\n"));
    }
    for features in [
        DEFAULT,
        ALL,
        &["--features", "use-wide"],
        &["--features", "use-extra"],
    ] {
        assert_eq!(stops_at(&user, features), [""; 0], "{features:?}");
    }
    // What was recorded is guarded all the same.
    types.write("src/lib.rs", &middle.replace("data: u32", "data: i32"));
    for features in [DEFAULT, ALL] {
        assert_eq!(stops_at(&user, features), ["Node.data"], "{features:?}");
    }
}
