//! What the tests of the command line share: running it, and files for it to read.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The program, with colours off and nothing of the surroundings that would change what it does.
pub fn shared_abi() -> Command {
    program(env!("CARGO_BIN_EXE_shared-abi"))
}

/// The same under cargo's name for it.
pub fn cargo_shared_abi() -> Command {
    program(env!("CARGO_BIN_EXE_cargo-shared-abi"))
}

fn program(path: &str) -> Command {
    let mut command = Command::new(path);
    command.env_remove("RUSTFLAGS").env("CARGO_NET_OFFLINE", "true");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CARGO_TERM_COLOR"] {
        command.env_remove(name);
    }
    // Where the packages of all tests are built, so that their dependencies are built once.
    command.env("CARGO_TARGET_DIR", tests::target_dir());
    command
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Its standard output, if it ended with this exit code.
    #[track_caller]
    pub fn stdout(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// Its error, if it ended with exit code 2 and printed nothing to standard output; without cargo's progress.
    #[track_caller]
    pub fn error(self) -> String {
        assert_eq!(
            (self.code, self.stdout.as_str()),
            (Some(2), ""),
            "{}",
            self.stderr
        );
        let word = self.stderr.find("error").unwrap_or_default();
        let line = self.stderr[..word].rfind('\n').map_or(0, |end| end + 1);
        self.stderr[line..].to_owned()
    }
}

/// Runs the program to its end.
pub fn run(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program runs");
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).expect("text"),
        stderr: String::from_utf8(stderr).expect("text"),
    }
}

/// Runs `shared-abi` with these arguments in a directory.
pub fn run_in(dir: &Path, args: &[impl AsRef<OsStr>]) -> Run {
    run(shared_abi().current_dir(dir).args(args))
}

/// An empty directory below the target directory.
pub fn directory(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("a directory");
    dir
}

/// A module with these custom sections.
pub fn module(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    for (name, contents) in sections {
        let mut payload = leb128(name.len());
        payload.extend(name.as_bytes());
        payload.extend(*contents);
        module.push(0);
        module.extend(leb128(payload.len()));
        module.extend(payload);
    }
    module
}

/// The contents of a section with one record, which has this body.
pub fn record(body: &str) -> Vec<u8> {
    shared_abi_manifest::record(body).into_bytes()
}

/// A module with a manifest of this body.
pub fn guest(body: &str) -> Vec<u8> {
    module(&[("shared-abi", &record(body))])
}

pub fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7F).expect("seven bits");
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// The document of this name in `docs/json.md`.
pub fn documented(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/json.md");
    let text = fs::read_to_string(path).expect("the documentation");
    let start = format!("```json {name}\n");
    let (_, rest) = text.split_once(&start).expect("the document");
    let (document, _) = rest.split_once("```").expect("its end");
    serde_json::from_str(document).expect("JSON")
}

/// An object's keys, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}
