//! The lock file: its text to the letter, and what is refused.

use std::error::Error as _;

use shared_abi_layouts::{Configuration, Layouts, Lock, LockError, NotationError, NotationProblem};

const TEXT: &str = "\
# The layouts of this crate's shared types, as they were agreed on.
# Written by `cargo shared-abi lock`; commit it, and read its diff.
shared-abi-lock 3
crate demo_types

struct Batch, size 8, align 8
    seq: u64, offset 0, size 8, align 8

struct Sample, size 4, align 4
    x: f32, offset 0, size 4, align 4
";

#[track_caller]
fn notation(text: &str) -> NotationError {
    match Lock::parse(text) {
        Err(LockError::Notation(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_text_is_what_it_was() {
    let lock = Lock::parse(TEXT).unwrap();
    assert_eq!(lock.krate, "demo_types");
    assert_eq!(lock.layouts(&Configuration::default()).unwrap().len(), 2);
    assert_eq!(lock.to_string(), TEXT);
    assert_eq!(Lock::FILE_NAME, "shared-abi.lock");
}

#[test]
fn what_older_releases_wrote_is_read_as_the_same() {
    let (old, now) = (include_str!("format/v1.lock"), Lock::parse(TEXT).unwrap());
    assert!(old.contains("shared-abi-lock 1\n"));
    assert_eq!(Lock::parse(old), Ok(now));
    let (old, now) = (include_str!("format/v2.lock"), Lock::parse(FEATURES).unwrap());
    assert!(old.contains("shared-abi-lock 2\n"));
    assert_eq!(Lock::parse(old), Ok(now));
}

#[test]
fn a_lock_of_no_types_ends_after_the_crate() {
    let lock = Lock::without_features("a-b", Layouts::new());
    assert!(lock.to_string().ends_with("\ncrate a-b\n"));
    assert_eq!(Lock::parse(&lock.to_string()), Ok(lock));
}

#[test]
fn windows_line_ends_are_read() {
    assert_eq!(Lock::parse(&TEXT.replace('\n', "\r\n")), Lock::parse(TEXT));
    // But no other carriage return.
    assert_eq!(notation(&TEXT.replace("align 8\n", "align 8\r\r\n")).line(), 6);
}

#[test]
fn comments_and_blank_lines_may_stand_anywhere() {
    let text = TEXT
        .replace("crate demo", "\n# here\n\ncrate demo")
        .replace("shared-abi-lock 3", "\nshared-abi-lock 3");
    assert_eq!(Lock::parse(&text), Lock::parse(TEXT));
}

#[test]
fn a_comment_above_the_configurations_is_no_type() {
    let text = FEATURES.replace("locked with default\n", "# here\n\nlocked with default\n");
    assert_eq!(Lock::parse(&text), Lock::parse(FEATURES));
}

#[test]
fn an_error_reads_the_same_in_debug() {
    let error = Lock::parse("").unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
    let error = notation(&TEXT.replace("align 8", "align 3"));
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[test]
fn another_text_is_no_lock_file() {
    let texts = [
        "",
        "\n",
        "# only this\n",
        "foo\n",
        "\0asm",
        "shared-abi-lock 1",
        "crate demo_types\n",
        "shared-abi-lock\n",
        "shared-abi-lock x\n",
        "shared-abi-lock 01\n",
        "shared-abi-lock 0\ncrate a\n",
        "shared-abi-lock -1\n",
        "shared-abi-lock 1 more\ncrate a\n",
        "shared-abi-lock 2 more\ncrate a\n",
        "shared-abi-lock 99999999999999999999\n",
        "shared-abi-lock  1\n",
    ];
    for text in texts {
        assert_eq!(Lock::parse(text), Err(LockError::NotALock), "{text:?}");
    }
    assert_eq!(
        LockError::NotALock.to_string(),
        "not a lock file: its first line, but for comments, is not `shared-abi-lock` and a version"
    );
}

#[test]
fn a_newer_version_is_refused_with_both_numbers() {
    for text in ["shared-abi-lock 4\n", "shared-abi-lock 4 with=more\nanything\n"] {
        let error = Lock::parse(text).unwrap_err();
        assert!(matches!(
            error,
            LockError::Newer {
                found: 4,
                known: 3,
                ..
            }
        ));
        assert_eq!(
            error.to_string(),
            "a lock file of version 4, newer than version 3, the newest known here"
        );
    }
}

#[test]
fn the_crate_is_named() {
    let start = "shared-abi-lock 1\n";
    for rest in [
        "",
        "struct A, size 4, align 4\n",
        "crate \n",
        "crate a b\n",
        "crate a\u{1b}\n",
        "crate\n",
    ] {
        let error = Lock::parse(&format!("{start}{rest}")).unwrap_err();
        assert_eq!(error, LockError::NoCrate, "{rest:?}");
        assert_eq!(
            error.to_string(),
            "the line `crate NAME` is missing below `shared-abi-lock`"
        );
    }
    assert_eq!(
        notation(&format!("{start}crate a")).problem(),
        NotationProblem::CutOff
    );
}

#[test]
fn an_error_has_its_line_in_the_file() {
    let error = notation(&TEXT.replace("offset 0, size 4", "offset 1, size 4"));
    assert_eq!((error.line(), error.text()), (10, "x"));
    let error = LockError::from(error);
    assert_eq!(
        error.to_string(),
        "line 10: `x`: the field ends at 5, past the type's 4 bytes"
    );
    // Its text is that of the line already.
    assert!(error.source().is_none());
}

#[test]
fn a_merge_conflict_is_named_wherever_it_is() {
    for at in 0..TEXT.lines().count() {
        let mut lines: Vec<_> = TEXT.split_inclusive('\n').collect();
        lines.insert(at, "<<<<<<< HEAD\n");
        let error = notation(&lines.concat());
        assert_eq!(
            (error.line(), error.problem()),
            (at + 1, NotationProblem::Conflict)
        );
    }
}

/// `Node` has another field with `wide`; `Sample` never changes; `Extra` is there with `extra` only.
const FEATURES: &str = "\
# The layouts of this crate's shared types, as they were agreed on.
# Written by `cargo shared-abi lock`; commit it, and read its diff.
shared-abi-lock 3
crate demo_types
features default, extra, wide
locked with no features
locked with default
locked with default, extra, wide

with default, extra, wide
struct Extra, size 0, align 1

with no features
with default
struct Node, size 4, align 4
    x: f32, offset 0, size 4, align 4

with default, extra, wide
struct Node, size 8, align 8
    x: f64, offset 0, size 8, align 8

struct Sample, size 4, align 4
    x: f32, offset 0, size 4, align 4
";

fn features(names: &[&str]) -> Configuration {
    names.iter().copied().collect()
}

#[test]
fn each_configuration_has_its_layouts() {
    let lock = Lock::parse(FEATURES).unwrap();
    assert_eq!(lock.to_string(), FEATURES);
    let names = |on: &[&str]| {
        let layouts = lock.layouts(&features(on))?;
        Some(
            layouts
                .iter()
                .map(|layout| (layout.name, layout.size))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(names(&[]).unwrap(), [("Node", 4), ("Sample", 4)]);
    assert_eq!(
        names(&["default", "extra", "wide"]).unwrap(),
        [("Extra", 0), ("Node", 8), ("Sample", 4)]
    );
    // A feature that came later says nothing, and one that is left off does.
    assert_eq!(names(&["default", "later"]), names(&["default"]));
    assert_eq!(names(&["wide"]), None);
}

#[test]
fn a_type_that_never_changes_is_locked_everywhere() {
    let lock = Lock::parse(FEATURES).unwrap();
    let only_with = |lock: &Lock, name: &str| -> Vec<Vec<String>> {
        let of =
            |entry: shared_abi_layouts::Entry<'_>| entry.only_with.iter().map(ToString::to_string).collect();
        lock.entries(name).into_iter().map(of).collect()
    };
    assert_eq!(only_with(&lock, "Sample"), [[""; 0]]);
    assert_eq!(only_with(&lock, "Extra"), [["default, extra, wide"]]);
    assert_eq!(
        only_with(&lock, "Node").concat(),
        ["no features", "default", "default, extra, wide"]
    );
    assert!(lock.entries("Missing").is_empty());
    // What it is with all features, nobody knows.
    let mut lock = lock;
    lock.configurations.pop_last();
    assert_eq!(only_with(&lock, "Sample"), [["no features", "default"]]);
    // A lock of a package without features is of all configurations.
    assert_eq!(only_with(&Lock::parse(TEXT).unwrap(), "Sample"), [[""; 0]]);
}

#[test]
fn where_nothing_was_recorded_the_types_that_never_change_are_known() {
    let lock = Lock::parse(FEATURES).unwrap();
    let known = |on: &[&str]| {
        let layouts = lock.known_layouts(&features(on));
        layouts.iter().map(|layout| layout.size).collect::<Vec<_>>()
    };
    assert_eq!(known(&["wide"]), [4]); // `Sample`
    assert_eq!(known(&["default", "extra", "wide"]), [0, 8, 4]);
}

#[test]
fn the_smallest_configuration_that_has_a_feature_is_found() {
    let lock = Lock::parse(FEATURES).unwrap();
    let size = |on: &[&str]| Some(lock.layouts_with(&features(on))?.get("Node").unwrap().size);
    assert_eq!(
        (size(&[]), size(&["default"]), size(&["wide"])),
        (Some(4), Some(4), Some(8))
    );
    assert_eq!(size(&["later"]), None);
}

#[test]
fn what_a_line_of_features_may_say() {
    let cases = [
        ("features default, extra, wide\n", "features wide, default\n", 5),
        ("features default, extra, wide\n", "features no features\n", 5),
        ("features default, extra, wide\n", "", 5),
        ("locked with default\n", "locked with other\n", 7),
        ("locked with default\n", "locked with wide, default\n", 7),
        ("with no features\nwith default\n", "with wide\n", 13),
        ("\nwith no features\nwith default\n", "\nlocked with wide\n", 13),
    ];
    for (from, to, line) in cases {
        let error = notation(&FEATURES.replacen(from, to, 1));
        assert_eq!(error.line(), line, "{error}");
        assert!(matches!(error.problem(), NotationProblem::Expected(_)), "{error}");
    }
    for lines in ["with default\n", "with default\n\n"] {
        let error = notation(&format!("{FEATURES}\n{lines}"));
        assert_eq!(error.line(), 25, "{error}");
    }
    // Below a type, too, it is in no place.
    assert_eq!(notation(&format!("{FEATURES}with default\n")).line(), 24);
    let start = "shared-abi-lock 2\ncrate a\nfeatures b\n";
    assert!(matches!(notation(start).problem(), NotationProblem::Expected(_)));
    let error = notation(&FEATURES.replace("with default, extra, wide\nstruct Node", "struct Node"));
    assert_eq!((error.line(), error.problem()), (18, NotationProblem::TypeTwice));
    let many: String = (0..7)
        .map(|i| format!("{}f{i}", if i > 0 { ", " } else { "" }))
        .collect();
    let lines: String = (1_u32..=101)
        .map(|set| {
            let on: Configuration = (0..7)
                .filter(|i| set >> i & 1 == 1)
                .map(|i| format!("f{i}"))
                .collect();
            format!("locked with {on}\n")
        })
        .collect();
    let error = notation(&format!("shared-abi-lock 2\ncrate a\nfeatures {many}\n{lines}"));
    assert_eq!(error.line(), 104, "{error}");
}
