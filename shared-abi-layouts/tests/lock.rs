//! The lock file: its text to the letter, and what is refused.

use std::error::Error as _;

use shared_abi_layouts::{Layouts, Lock, LockError, NotationError, NotationProblem};

const TEXT: &str = "\
# The layouts of this crate's shared types, as they were agreed on.
# Written by `cargo shared-abi lock`; commit it, and read its diff.
shared-abi-lock 1
crate demo_types

struct Batch, size 8, align 8
    seq: u64, offset 0, size 8

struct Sample, size 4, align 4
    x: f32, offset 0, size 4
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
    assert_eq!(lock.layouts.len(), 2);
    assert_eq!(lock.to_string(), TEXT);
    assert_eq!(Lock::FILE_NAME, "shared-abi.lock");
}

#[test]
fn a_lock_of_no_types_ends_after_the_crate() {
    let lock = Lock {
        krate: "a-b".into(),
        layouts: Layouts::new(),
    };
    assert!(lock.to_string().ends_with("\ncrate a-b\n"));
    assert_eq!(Lock::parse(&lock.to_string()), Ok(lock));
}

#[test]
fn windows_line_ends_are_read() {
    assert_eq!(Lock::parse(&TEXT.replace('\n', "\r\n")), Lock::parse(TEXT));
    // But no other carriage return.
    assert_eq!(notation(&TEXT.replace("size 8\n", "size 8\r\r\n")).line(), 7);
}

#[test]
fn comments_and_blank_lines_may_stand_anywhere() {
    let text = TEXT
        .replace("crate demo", "\n# here\n\ncrate demo")
        .replace("shared-abi-lock 1", "\nshared-abi-lock 1");
    assert_eq!(Lock::parse(&text), Lock::parse(TEXT));
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
        "shared-abi-lock 99999999999999999999\n",
        "shared-abi-lock  1\n",
    ];
    for text in texts {
        assert_eq!(Lock::parse(text), Err(LockError::NotALock), "{text:?}");
    }
    assert_eq!(
        LockError::NotALock.to_string(),
        "not a lock file: its first line, but for comments, is not `shared-abi-lock 1`"
    );
}

#[test]
fn a_newer_version_is_refused_with_both_numbers() {
    for text in ["shared-abi-lock 2\n", "shared-abi-lock 2 with=more\nanything\n"] {
        let error = Lock::parse(text).unwrap_err();
        assert!(matches!(
            error,
            LockError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ));
        assert_eq!(
            error.to_string(),
            "a lock file of version 2, newer than version 1, the newest known here"
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
