//! The command line itself: help, completions, man pages, pipes.

#![forbid(unsafe_code)]

mod support;

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use support::{cargo_shared_abi, directory, guest, run, run_in, shared_abi};

#[test]
fn the_help_has_examples_of_each_command() {
    for command in ["show", "diff", "lock", "check"] {
        let help = run(shared_abi().args([command, "--help"])).stdout(0);
        assert!(help.contains("Examples:\n"), "{help}");
        assert!(help.contains(&format!("shared-abi {command}")), "{help}");
    }
    let help = run(shared_abi().arg("--help")).stdout(0);
    assert!(
        help.contains("shared-abi show guest.wasm") && help.contains("Exit code: 0"),
        "{help}"
    );
}

#[test]
fn a_command_line_that_makes_no_sense_is_an_error() {
    for args in [
        &["shwo"] as &[_],
        &[],
        &["diff", "a.wasm"],
        &["show", "--level", "layout"],
        &["check", "--level", "none"],
    ] {
        assert_eq!(run(shared_abi().args(args)).code, Some(2), "{args:?}");
    }
}

#[test]
fn cargo_calls_it_as_a_command_of_its_own() {
    let version = run(shared_abi().arg("--version")).stdout(0);
    assert_eq!(version, format!("shared-abi {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(
        run(cargo_shared_abi().args(["shared-abi", "--version"])).stdout(0),
        version
    );
    assert_eq!(run(cargo_shared_abi().arg("--version")).stdout(0), version);
    let help = run(cargo_shared_abi().args(["shared-abi", "lock", "--help"])).stdout(0);
    assert!(help.contains("Usage: cargo shared-abi lock "), "{help}");
    // It is cargo's word once only.
    let dir = directory("word");
    fs::create_dir(dir.join("shared-abi")).unwrap();
    let run_twice = cargo_shared_abi()
        .current_dir(&dir)
        .args(["shared-abi", "man", "shared-abi"])
        .output()
        .unwrap();
    assert!(run_twice.stdout.is_empty() && dir.join("shared-abi/shared-abi.1").exists());
    // Where cargo isn't in between, the word means nothing.
    assert_eq!(run(shared_abi().args(["shared-abi", "--version"])).code, Some(2));
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(shared_abi().args(["completions", shell])).stdout(0);
        assert!(
            script.contains("shared-abi") && script.contains("manifest-path"),
            "{shell}: {script}"
        );
    }
}

#[test]
fn man_pages_are_printed_or_written() {
    let page = run(shared_abi().arg("man")).stdout(0);
    assert!(
        page.contains(".TH shared-abi 1") && page.contains("shared\\-abi\\-diff"),
        "{page}"
    );
    let dir = directory("man");
    assert_eq!(run(shared_abi().arg("man").arg(&dir)).stdout(0), "");
    let diff = fs::read_to_string(dir.join("shared-abi-diff.1")).unwrap();
    assert!(diff.contains("shared\\-abi diff \\-\\-common shared"), "{diff}");
    assert!(dir.join("shared-abi.1").exists());
    let error = run(shared_abi().arg("man").arg(dir.join("none"))).error();
    assert!(error.contains("none can't be written: "), "{error}");
}

/// Enough types to fill any pipe.
fn many_types() -> String {
    (0..10_000)
        .map(|i| {
            format!(
                "struct T{i}, size 8, align 4\n    a: u32, offset 0, size 4\n    b: u32, offset 4, size 4\n"
            )
        })
        .collect()
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let dir = directory("pipe");
    fs::write(dir.join("many.wasm"), guest(&many_types())).unwrap();
    fs::write(dir.join("none.wasm"), guest("")).unwrap();
    for (args, code) in [
        (&["show", "many.wasm"] as &[_], 0),
        (&["diff", "many.wasm", "none.wasm"], 1),
    ] {
        for format in ["text", "json"] {
            let mut child = shared_abi()
                .current_dir(&dir)
                .args(args)
                .args(["--format", format])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut start = [0; 10];
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_exact(&mut start).unwrap();
            drop(stdout);
            let output = child.wait_with_output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                (output.status.code(), &*stderr),
                (Some(code), ""),
                "{args:?} {format}"
            );
        }
    }
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    if let Ok(full) = fs::File::options().write(true).open("/dev/full") {
        let dir = directory("full");
        fs::write(dir.join("guest.wasm"), guest("struct A, size 0, align 1\n")).unwrap();
        let run = run(shared_abi()
            .current_dir(&dir)
            .args(["show", "guest.wasm"])
            .stdout(full));
        assert!(run.error().starts_with("error: the output can't be written: "));
    }
}

#[test]
fn a_word_that_is_no_file_is_a_type() {
    // Of the package in the current directory, and there is none.
    let error = run_in(std::path::Path::new("/"), &["show", "Batch"]).error();
    assert!(
        error.starts_with(
            "error: there is no file Batch, and no package to look for a type in: could not find `Cargo.toml`"
        ),
        "{error}"
    );
}
