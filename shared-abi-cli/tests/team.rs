//! The lock in a team: members of a workspace, and what other commits had.

#![forbid(unsafe_code)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::{Run, cargo_shared_abi, directory, documented, guest, keys, run};

const SAMPLE: &str = "
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Sample { pub at: u32 }
";

const GROWN: &str = "
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Sample { pub at: u32, #[shared_abi(added)] pub value: f32 }
";

/// A workspace below the target directory.
struct Workspace {
    dir: PathBuf,
}

impl Workspace {
    fn new(name: &str, members: &[&str]) -> Self {
        let dir = directory(name);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        fs::copy(root.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
        let workspace = Self { dir };
        workspace.write(
            "Cargo.toml",
            &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
        );
        for member in members {
            let name = format!("{name}-{}", member.replace([' ', '/'], "-"));
            let library = root.join("shared-abi");
            workspace.write(
                &format!("{member}/Cargo.toml"),
                &format!(
                    "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                     shared-abi = {{ path = {library:?} }}\n"
                ),
            );
            workspace.library(member, "");
        }
        workspace
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn library(&self, member: &str, types: &str) {
        self.write(
            &format!("{member}/src/lib.rs"),
            &format!(
                "#![no_std]\nuse shared_abi as _;\n{}{types}",
                if types.is_empty() {
                    ""
                } else {
                    "use shared_abi::SharedAbi;\n"
                }
            ),
        );
    }

    fn lock(&self, member: &str) -> Option<String> {
        fs::read_to_string(self.dir.join(member).join("shared-abi.lock")).ok()
    }

    /// `cargo shared-abi …` in one of its directories.
    fn run_in(&self, dir: &str, args: &[&str]) -> Run {
        run(cargo_shared_abi()
            .current_dir(self.dir.join(dir))
            .arg("shared-abi")
            .args(args))
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_in(".", args)
    }

    fn git(&self, args: &[&str]) {
        git(&self.dir, args);
    }

    /// Commits all there is.
    fn commit(&self, tag: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", tag]);
        self.git(&["tag", tag]);
    }
}

fn git(dir: &Path, args: &[&str]) {
    let status = Command::new("git")
        .current_dir(dir)
        .args([
            "-c",
            "user.name=Tester",
            "-c",
            "user.email=tester@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(args)
        .status();
    assert!(status.unwrap().success(), "git {args:?}");
}

/// A repository whose only package is in a folder with a space in its name, locked at the tag `v1`.
fn repository(name: &str) -> Workspace {
    let workspace = Workspace::new(name, &["the types"]);
    workspace.library("the types", SAMPLE);
    workspace.git(&["init", "--quiet"]);
    workspace.run_in("the types", &["lock"]).stdout(0);
    workspace.commit("v1");
    workspace
}

#[test]
fn another_commit_is_compared_with() {
    let repository = repository("team-against");
    let check = |args: &[&str]| repository.run_in("the types", &[&["check"], args].concat());
    let same = check(&["--against", "v1"]).stdout(0);
    assert_eq!(
        same,
        "v1:the types/shared-abi.lock → package team-against-the-types: no difference\n"
    );

    // A copy of the lock elsewhere, and a directory of the revision's name, are not what is meant.
    let copy = repository.lock("the types").unwrap().replace("u32", "i32");
    repository.write("archive/shared-abi.lock", &copy);
    repository.commit("src");
    let same = check(&["--against", "src"]).stdout(0);
    assert!(same.starts_with("src:the types/shared-abi.lock → "), "{same}");

    // It grew, and that was locked: the package's own lock has no objection, whatever the level.
    repository.library("the types", GROWN);
    repository.run_in("the types", &["lock"]).stdout(0);
    repository.commit("v2");
    check(&[]).stdout(0);
    check(&["--against", "v1"]).stdout(1);
    let grown = check(&["--against", "v1", "--level", "extend"]).stdout(0);
    assert!(
        grown.contains("(grown at its end)") && grown.contains("Added:\n"),
        "{grown}"
    );
    check(&["--against", "HEAD"]).stdout(0);

    // A change that breaks older guests, locked as well.
    repository.library("the types", &GROWN.replace("at: u32", "at: u64"));
    repository.run_in("the types", &["lock"]).stdout(0);
    let own = check(&["--level", "extend"]);
    assert!(
        own.stderr
            .contains("note: a package agrees with its own lock file whenever it builds"),
        "{}",
        own.stderr
    );
    own.stdout(0);
    let broken = check(&["--against", "v1", "--level", "extend"]);
    assert!(!broken.stderr.contains("note: "), "{}", broken.stderr);
    assert!(broken.stdout(1).contains("u32 → u64"));
    let json: Value =
        serde_json::from_str(&check(&["--against", "HEAD~1", "--format", "json"]).stdout(1)).unwrap();
    assert_eq!(keys(&json), keys(&documented("diff")));
    assert_eq!(json["left"], "HEAD~1:the types/shared-abi.lock");
    assert_eq!(
        check(&["--against", "HEAD", "--level", "extend", "--quiet"]).code,
        Some(1)
    );
}

#[test]
fn a_file_is_compared_with_too() {
    let repository = repository("team-file");
    let dir = repository.dir.join("the types");
    let check = |args: &[&str]| repository.run_in("the types", &[&["check"], args].concat());
    fs::copy(dir.join("shared-abi.lock"), dir.join("old.lock")).unwrap();
    let body = "struct Sample, size 4, align 4, extensible\n    at: u32, offset 0, size 4\n";
    fs::write(dir.join("guest.wasm"), guest(body)).unwrap();
    repository.library(
        "the types",
        &format!("{GROWN}#[derive(SharedAbi)]\n#[repr(C)]\npub struct New {{ pub x: u8 }}\n"),
    );
    for file in ["old.lock", "guest.wasm"] {
        check(&["--against", file]).stdout(1);
        check(&["--against", file, "--level", "extend"]).stdout(0);
        let common = check(&["--against", file, "--common"]).stdout(1);
        assert!(!common.contains("New"), "{common}");
    }
    // A file goes before a branch of its name.
    fs::copy(dir.join("old.lock"), dir.join("v1")).unwrap();
    assert!(check(&["--against", "v1"]).stdout(1).starts_with("v1 → "));
}

#[test]
fn what_no_revision_has_is_an_error() {
    let repository = repository("team-errors");
    let error = |args: &[&str]| {
        repository
            .run_in("the types", &[&["check", "--against"], args].concat())
            .error()
    };
    assert_eq!(
        error(&["v9"]),
        "error: there is neither a file nor a git revision `v9`\n"
    );
    assert_eq!(
        error(&["no/such.wasm"]),
        "error: there is neither a file nor a git revision `no/such.wasm`\n"
    );
    assert_eq!(
        error(&["v1:the types"]),
        "error: there is neither a file nor a git revision `v1:the types`\n"
    );
    let option = repository
        .run_in("the types", &["check", "--against=--all"])
        .error();
    assert_eq!(
        option,
        "error: there is neither a file nor a git revision `--all`\n"
    );

    // The package had another name, or a lock that can't be read, or none.
    let path = "the types/shared-abi.lock";
    let lock = repository.lock("the types").unwrap();
    for (tag, text, expected) in [
        (
            "other",
            lock.replace("crate team", "crate our"),
            "its the types/shared-abi.lock is of `our_errors_the_types`; if",
        ),
        (
            "newer",
            lock.replace("lock 3", "lock 9"),
            "newer:the types/shared-abi.lock: a lock file of version 9",
        ),
        (
            "conflict",
            format!("<<<<<<< ours\n{lock}"),
            "conflict:the types/shared-abi.lock: line 1: ",
        ),
    ] {
        repository.write(path, &text);
        repository.commit(tag);
        let error = error(&[tag]);
        assert!(error.contains(expected), "{error}");
    }
    fs::remove_file(repository.dir.join(path)).unwrap();
    repository.commit("none");
    let none = error(&["none"]);
    assert!(
        none.contains(
            "has no lock of the crate `team_errors_the_types`: it has no the types/shared-abi.lock"
        ),
        "{none}"
    );

    // Where the package was moved, its lock is found.
    fs::create_dir(repository.dir.join("old")).unwrap();
    repository.write("old/shared-abi.lock", &lock);
    repository.commit("moved");
    let same = repository
        .run_in("the types", &["check", "--against", "moved"])
        .stdout(0);
    assert!(same.starts_with("moved:old/shared-abi.lock → "), "{same}");

    // Without the history, as CI has it.
    let clone = repository.dir.join("../team-errors-clone");
    let _ = fs::remove_dir_all(&clone);
    let url = format!("file://{}", repository.dir.display());
    git(
        &repository.dir,
        &[
            "clone",
            "--quiet",
            "--depth=1",
            "--no-tags",
            &url,
            clone.to_str().unwrap(),
        ],
    );
    let shallow = run(cargo_shared_abi().current_dir(clone.join("the types")).args([
        "shared-abi",
        "check",
        "--against",
        "v1",
    ]))
    .error();
    assert!(
        shallow.contains("revision `v1`; the repository is a shallow clone"),
        "{shallow}"
    );

    // No repository, and no git.
    let check = || {
        let mut command = cargo_shared_abi();
        command.current_dir(repository.dir.join("the types")).args([
            "shared-abi",
            "check",
            "--against",
            "v1",
        ]);
        command
    };
    fs::remove_dir_all(repository.dir.join(".git")).unwrap();
    let outside = run(check().env("GIT_CEILING_DIRECTORIES", &repository.dir)).error();
    assert!(
        outside.contains("the package is in no repository") && outside.contains("not a git repository"),
        "{outside}"
    );
    let cargo = std::env::var_os("CARGO").unwrap();
    let no_git = run(check().env("CARGO", cargo).env("PATH", "")).error();
    assert!(
        no_git.contains("there is no file `v1`, and git can't be run"),
        "{no_git}"
    );
}

#[test]
fn a_hooks_repository_is_not_taken_for_the_packages() {
    let repository = repository("team-hook");
    let same = run(cargo_shared_abi()
        .current_dir(repository.dir.join("the types"))
        .args(["shared-abi", "check", "--against", "v1"])
        .env("GIT_DIR", ".git")
        .env("GIT_INDEX_FILE", ".git/index"));
    assert!(same.stdout(0).ends_with("no difference\n"));
}

#[test]
fn a_submodule_has_its_own_revisions() {
    let types = repository("team-module");
    let outer = Workspace::new("team-outer", &["app"]);
    outer.git(&["init", "--quiet"]);
    outer.git(&[
        "submodule",
        "--quiet",
        "add",
        types.dir.to_str().unwrap(),
        "module",
    ]);
    let check = || {
        run(cargo_shared_abi()
            .current_dir(outer.dir.join("module/the types"))
            .args(["shared-abi", "check", "--against", "v1"]))
    };
    assert!(check().stdout(0).starts_with("v1:the types/shared-abi.lock → "));
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf8_is_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let repository = repository("team-bytes");
    let file = repository.dir.join(OsStr::from_bytes(b"old\xFF.lock"));
    fs::copy(repository.dir.join("the types/shared-abi.lock"), &file).unwrap();
    let same = run(cargo_shared_abi()
        .current_dir(repository.dir.join("the types"))
        .args(["shared-abi", "check", "--against"])
        .arg(&file));
    assert!(same.stdout(0).ends_with("no difference\n"));
}

#[test]
fn a_workspace_is_locked_and_checked_as_a_whole() {
    let workspace = Workspace::new("team-all", &["a", "b", "host", "plain"]);
    let error = workspace.run(&["check", "--workspace"]).error();
    assert!(
        error.starts_with("error: no member of the workspace has a shared-abi.lock; run"),
        "{error}"
    );
    let error = workspace.run(&["lock", "--workspace"]).error();
    assert!(
        error.starts_with("error: no member of the workspace derives `SharedAbi`"),
        "{error}"
    );

    workspace.library("a", SAMPLE);
    workspace.library("b", &SAMPLE.replace("Sample", "Other"));
    // A host has types, too, and isn't built for wasm32.
    workspace.library(
        "host",
        &format!("{SAMPLE}#[cfg(target_arch = \"wasm32\")]\ncompile_error!(\"a host\");\n"),
    );
    let locked = workspace.run(&["lock", "--workspace"]);
    assert!(
        locked.stderr.contains("note: team-all-host is not locked: "),
        "{}",
        locked.stderr
    );
    let locked = locked.stdout(0);
    assert_eq!(locked.matches("wrote ").count(), 2, "{locked}");
    assert!(workspace.lock("a").unwrap().contains("struct Sample"));
    assert!(workspace.lock("b").unwrap().contains("struct Other"));
    assert!(workspace.lock("host").is_none() && workspace.lock("plain").is_none());

    let checked = workspace.run(&["check", "--workspace"]).stdout(0);
    assert_eq!(checked.matches(": no difference\n").count(), 2, "{checked}");
    assert_eq!(workspace.run(&["check", "--workspace", "--quiet"]).stdout(0), "");
    workspace.git(&["init", "--quiet"]);
    workspace.commit("v1");

    workspace.library("b", &SAMPLE.replace("Sample", "Another"));
    let checked = workspace.run(&["check", "--workspace"]).stdout(1);
    assert!(
        checked.contains("team-all-a: no difference\n") && checked.contains("Another"),
        "{checked}"
    );
    let json = |args: &[&str], code| -> Value {
        serde_json::from_str(
            &workspace
                .run(&[args, &["--workspace", "--format", "json"]].concat())
                .stdout(code),
        )
        .unwrap()
    };
    let checked = json(&["check"], 1);
    assert_eq!(keys(&checked), keys(&documented("check-workspace")));
    assert_eq!(
        (&checked["allowed"], checked["packages"].as_array().unwrap().len()),
        (&false.into(), 2)
    );
    let locked = json(&["lock"], 0);
    assert_eq!(keys(&locked), keys(&documented("lock-workspace")));
    assert_eq!(locked["packages"][1]["written"], true);

    // One that is new since the revision only adds.
    workspace.library("plain", SAMPLE);
    workspace.run(&["lock", "-p", "team-all-plain"]).stdout(0);
    workspace.library("b", &SAMPLE.replace("Sample", "Other"));
    workspace.run(&["lock", "-p", "team-all-b"]).stdout(0);
    let checked = workspace
        .run(&["check", "--workspace", "--against", "v1"])
        .stdout(1);
    assert!(checked.contains("v1 → package team-all-plain\n"), "{checked}");
    workspace
        .run(&["check", "--workspace", "--against", "v1", "--level", "extend"])
        .stdout(0);
    // One that is gone takes its types along, unless it was moved.
    fs::rename(workspace.dir.join("b"), workspace.dir.join("c")).unwrap();
    let members =
        |b: &str| format!("[workspace]\nresolver = \"3\"\nmembers = [\"a\", {b}\"host\", \"plain\"]\n");
    workspace.write("Cargo.toml", &members("\"c\", "));
    let extend = ["check", "--workspace", "--against", "v1", "--level", "extend"];
    assert!(
        workspace
            .run(&extend)
            .stdout(0)
            .contains("v1:b/shared-abi.lock → package team-all-b: no difference")
    );
    workspace.write("Cargo.toml", &members(""));
    let gone = workspace.run(&extend).stdout(1);
    assert!(
        gone.contains("v1:b/shared-abi.lock → no package of the workspace\n\nRemoved:\n  - struct Other"),
        "{gone}"
    );
    let error = workspace
        .run(&["check", "--workspace", "--against", "Cargo.toml"])
        .error();
    assert!(
        error.starts_with("error: Cargo.toml is a file, which is of one package"),
        "{error}"
    );
    assert_eq!(
        workspace.run(&["lock", "--workspace", "-p", "team-all-a"]).code,
        Some(2)
    );
}
