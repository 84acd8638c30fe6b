//! What must not compile, and how the error reads.
//!
//! Each file in `ui` breaks one rule. Below the tokens that an error has to underline stands a comment with
//! the caret and with our words, which have to be in the error:
//!
//! ```text
//!     len: usize,
//! //       ^^^^^ `usize` is 4 bytes on wasm32 and 8 on a 64-bit host
//! ```
//!
//! A further `//       = words` asks for more words in the same error. There are as many errors as carets:
//! one more is a cascade. No error has more than a dozen lines that say something. Nothing else of rustc's rendering is
//! compared, so that another toolchain's still passes; trybuild compiles the cases and writes the `.stderr` that is read
//! here.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tests::{RustcError, Scratch, target_dir};

const UI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui");
const UI_HOST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui_host");
const LEAST_CASES: usize = 60;
/// The most lines of an error, without those that only draw the gutter or say again what another has said.
const MOST_LINES: usize = 12;

/// Cases that may have one more: rustc says what `AbiType` is needed for and what that needs, a line each.
const LONGER: &[(&str, usize)] = &[
    ("blocks.rs", 13),
    ("extensible_written.rs", 13),
    ("write_of_another.rs", 13),
];

/// An error that a case asks for.
#[derive(Debug)]
struct Expected {
    line: usize,
    column: usize,
    width: usize,
    words: Vec<String>,
}

fn expectations(source: &str) -> Vec<Expected> {
    let mut all: Vec<Expected> = Vec::new();
    let mut code = 0;
    for (index, text) in source.lines().enumerate() {
        let Some(comment) = text.strip_prefix("//") else {
            code = index + 1;
            continue;
        };
        let trimmed = comment.trim_start();
        if trimmed.starts_with('^') {
            let words = trimmed.trim_start_matches('^');
            all.push(Expected {
                line: code,
                column: text.len() - trimmed.len() + 1,
                width: trimmed.len() - words.len(),
                words: vec![words.trim().to_owned()],
            });
        } else if let (Some(more), Some(last)) = (trimmed.strip_prefix("= "), all.last_mut()) {
            last.words.push(more.to_owned());
        }
    }
    all
}

/// How many lines each error of a case may have.
fn most_lines(case: &Path) -> usize {
    let longer = LONGER.iter().find(|(name, _)| case.ends_with(name));
    longer.map_or(MOST_LINES, |(_, lines)| *lines)
}

/// What is wrong with a case's errors; empty if nothing is.
fn compare(file: &str, most: usize, expected: &[Expected], seen: &[RustcError]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut left: Vec<&RustcError> = seen.iter().collect();
    for wanted in expected {
        let matches = |error: &&RustcError| {
            error.file.ends_with(file)
                && (error.line, error.column, error.width) == (wanted.line, wanted.column, wanted.width)
                && wanted
                    .words
                    .iter()
                    .all(|words| !words.is_empty() && error.text.contains(words.as_str()))
        };
        match left.iter().position(matches) {
            Some(found) => {
                left.remove(found);
            }
            None => complaints.push(format!("no such error: {wanted:?}")),
        }
    }
    let long = seen.iter().filter(|error| lines(error) > most);
    complaints.extend(long.map(|error| format!("{} lines are too many:\n{}", lines(error), error.text)));
    complaints.extend(left.iter().map(|error| format!("not asked for:\n{}", error.text)));
    complaints
}

/// The lines of an error that say something. The label that rustc hangs on the name of a method says nothing.
fn lines(error: &RustcError) -> usize {
    let label = "required by a bound introduced by this call";
    let says = |line: &&str| line.chars().any(|c| !c.is_whitespace() && c != '|') && !line.ends_with(label);
    error.text.lines().filter(says).collect::<BTreeSet<_>>().len()
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the cases");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_case_fails_with_its_own_errors() {
    let scratch = Scratch::new("compile-fail", "shared-abi");
    scratch.write("src/lib.rs", "");
    fs::create_dir(scratch.dir().join("ui")).expect("the copies' directory");
    let cases = cases(UI);
    assert!(cases.len() >= LEAST_CASES, "only {} cases", cases.len());
    for case in &cases {
        let copy = scratch.dir().join("ui").join(case.file_name().expect("a file"));
        fs::copy(case, copy).expect("a copy of a case");
    }

    // In a process of its own: trybuild takes its settings from the environment, prints as it goes, and
    // panics when a case compiles.
    let output = Command::new(env::current_exe().expect("this test"))
        .args(["--ignored", "--exact", "compile", "--nocapture"])
        .current_dir(scratch.dir())
        .env("CARGO_MANIFEST_DIR", scratch.dir())
        .env("CARGO_TARGET_DIR", target_dir())
        .env("TRYBUILD", "overwrite")
        .output()
        .expect("this test runs again");
    let log = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);

    let mut report = String::new();
    let mut errors = 0;
    for case in &cases {
        let file = case
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a file name");
        let source = fs::read_to_string(case).expect("a case");
        let expected = expectations(&source);
        errors += expected.len();
        let stderr = scratch
            .dir()
            .join("ui")
            .join(Path::new(file).with_extension("stderr"));
        let complaints = match fs::read_to_string(stderr) {
            _ if expected.is_empty() => vec!["the case asks for no error".to_owned()],
            Ok(stderr) => compare(file, most_lines(case), &expected, &RustcError::parse_all(&stderr)),
            Err(_) => vec!["it compiled".to_owned()],
        };
        for complaint in complaints {
            report += &format!("\n=== {file}: {complaint}\n");
        }
    }
    if !report.is_empty() {
        let tail: Vec<_> = log.lines().rev().take(20).collect();
        let tail: Vec<_> = tail.into_iter().rev().collect();
        panic!("{report}\n=== the end of trybuild's log:\n{}", tail.join("\n"));
    }
    println!("{} cases, {errors} errors", cases.len());
}

/// What needs a runtime: calls, and blocks of a guest's memory.
#[test]
fn every_case_of_a_host_fails_with_its_own_errors() {
    let scratch = Scratch::new("compile-fail-host", "shared-abi");
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared-abi-wasmtime");
    scratch.extend_manifest(&format!(
        "shared-abi-wasmtime = {{ path = {library:?} }}\n\
         wasmtime = {{ version = \"48\", default-features = false, features = [\"cranelift\", \"runtime\", \"std\"] }}\n"
    ));
    for case in cases(UI_HOST) {
        let source = fs::read_to_string(&case).expect("a case");
        scratch.write("src/lib.rs", &source);
        let build = scratch.cargo_with_wasmtime(&["build"]);
        let complaints = compare(
            "src/lib.rs",
            most_lines(&case),
            &expectations(&source),
            &RustcError::parse_all(&build.stderr),
        );
        assert!(
            complaints.is_empty(),
            "{}:\n{}",
            case.display(),
            complaints.join("\n")
        );
    }
}

/// Compiles the cases in the current directory; run by the test above.
#[test]
#[ignore = "a part of the other test"]
fn compile() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn a_long_error_is_a_complaint() {
    let complaints = |notes: usize| {
        let notes: String = (0..notes)
            .map(|note| format!("  = note: {note}\n  = note: 0\n"))
            .collect();
        let stderr = format!("error: one\n --> a.rs:2:5\n  |\n2 |     x\n  |     ^\n  |\n{notes}");
        let wanted = expectations("\n    x\n//  ^ one");
        compare("a.rs", MOST_LINES, &wanted, &RustcError::parse_all(&stderr)).len()
    };
    assert_eq!(complaints(MOST_LINES - 4), 0);
    assert_eq!(complaints(MOST_LINES - 3), 1);
}

#[test]
fn expectations_are_read_from_carets() {
    let source = "struct A {\n    len: usize,\n//       ^^^^^ first\n//       = more\n//  ^^^ second\n}";
    let seen = expectations(source);
    let places: Vec<_> = seen.iter().map(|e| (e.line, e.column, e.width)).collect();
    assert_eq!(places, [(2, 10, 5), (2, 5, 3)]);
    assert_eq!(seen[0].words, ["first", "more"]);
}

#[test]
fn errors_are_told_apart() {
    let stderr = "error: one\n --> ui/a.rs:2:10\n  |\n2 |     len: usize,\n  |          ^^^^^\n\nwarning: no error\n\n\
                  error[E0277]: two\n --> ui/a.rs:3:5\n  |\n3 |     len: T,\n  |     ^^^  - label\n\n\
                  error: could not compile `a`\n";
    let errors = RustcError::parse_all(stderr);
    let places: Vec<_> = errors
        .iter()
        .map(|e| (e.file.as_str(), e.line, e.column, e.width))
        .collect();
    assert_eq!(places, [("ui/a.rs", 2, 10, 5), ("ui/a.rs", 3, 5, 3)]);
    let elsewhere = Expected {
        line: 2,
        column: 5,
        width: 3,
        words: vec!["one".to_owned()],
    };
    assert_eq!(compare("a.rs", MOST_LINES, &[elsewhere], &errors).len(), 3);
}
