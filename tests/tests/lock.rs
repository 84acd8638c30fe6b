//! `shared-abi.lock` during `cargo build`: when it is read, and by which crates.

#![forbid(unsafe_code)]

use tests::{Build, RustcError, Scratch};

const LOCK: &str = "shared-abi.lock";

const TYPES: &str = "\
//! Types.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use shared_abi::SharedAbi;

/// A batch.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Batch {
    /// Its number.
    pub seq: u32,
    /// What it holds.
    pub samples: *const [Sample],
}

/// A sample.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample {
    /// When.
    pub at: u64,
}
";

fn lock(krate: &str) -> String {
    format!(
        "shared-abi-lock 1\ncrate {krate}\n\nstruct Batch, size 24, align 8\n    seq: u32, offset 0, size 4\n    \
         samples: Slice<Sample>, offset 8, size 16\n\nstruct Sample, size 8, align 8\n    at: u64, offset 0, size 8\n"
    )
}

fn package(name: &str) -> Scratch {
    let package = Scratch::new(name, "shared-abi");
    package.write("src/lib.rs", TYPES);
    package
}

#[track_caller]
fn assert_errors(build: &Build, words: &[&str]) {
    let errors = RustcError::parse_all(&build.stderr);
    assert_eq!(errors.len(), words.len(), "{}", build.stderr);
    for (error, words) in errors.iter().zip(words) {
        assert!(error.text.contains(words), "{}", error.text);
    }
    assert_eq!(build.success, words.is_empty(), "{}", build.stderr);
}

/// The caret is on the field, and the words are those of the documentation.
#[test]
fn a_difference_is_an_error_on_the_field() {
    let package = package("lock-caret");
    package.write(LOCK, &lock("lock_caret"));
    let drifted = TYPES.replace(
        "pub seq: u32,",
        "pub seq: u32,\n    /// More.\n    pub flags: [u64; 2],",
    );
    package.write("src/lib.rs", &drifted);
    let build = package.cargo(&["build"]);
    let errors = RustcError::parse_all(&build.stderr);
    let [flags, samples] = errors.as_slice() else {
        panic!("{}", build.stderr)
    };
    let said =
        "Batch.flags: not in the lock, now at offset 8; if the change is intended, run cargo shared-abi lock";
    assert!(flags.text.contains(said), "{}", flags.text);
    let said =
        "Batch.samples: locked at offset 8, now 24; if the change is intended, run cargo shared-abi lock";
    assert!(samples.text.contains(said), "{}", samples.text);
    assert_eq!(
        (samples.line, samples.column, samples.width),
        (16, 9, 7),
        "{}",
        samples.text
    );
}

#[test]
fn cargo_builds_again_when_the_file_changes() {
    let package = package("lock-rebuild");
    package.write(LOCK, &lock("lock_rebuild"));
    assert_errors(&package.cargo(&["build"]), &[]);
    package.write(LOCK, &lock("lock_rebuild").replace("seq: u32", "seq: i32"));
    assert_errors(
        &package.cargo(&["build"]),
        &["Batch.seq: locked as i32, now u32; if the change is intended, run cargo shared-abi lock"],
    );
    package.write(LOCK, &lock("lock_rebuild"));
    assert_errors(&package.cargo(&["build"]), &[]);
    package.remove(LOCK);
    assert_errors(&package.cargo(&["build"]), &[]);
}

#[test]
fn a_type_that_is_not_locked_yet_is_free() {
    let package = package("lock-new-type");
    let all = lock("lock_new_type");
    let (batch, _sample) = all.split_once("\nstruct Sample").unwrap();
    package.write(LOCK, batch);
    assert_errors(&package.cargo(&["build"]), &[]);
    package.write(LOCK, batch.trim_end());
    assert_errors(
        &package.cargo(&["build"]),
        &["the last line doesn't end; the text was cut off"],
    );
}

/// Once, not once for each of the crate's types.
#[test]
fn a_file_that_cannot_be_read_is_one_error() {
    let package = package("lock-broken");
    let conflict = format!("<<<<<<< ours\n{}=======\n>>>>>>> theirs\n", lock("lock_broken"));
    for (text, words) in [
        (
            conflict.as_str(),
            "shared-abi.lock: line 1: `<<<<<<< ours`: a merge conflict that isn't resolved",
        ),
        ("", "shared-abi.lock: "),
        ("shared-abi-lock 7\n", "shared-abi.lock: "),
    ] {
        package.write(LOCK, text);
        assert_errors(&package.cargo(&["build"]), &[words]);
    }
}

/// A package's tests, examples and documentation may have types of the same names, which nobody locked.
#[test]
fn other_crates_of_the_package_are_free() {
    let other = "#[derive(shared_abi::SharedAbi)]\n#[repr(C)]\nstruct Batch { at: u64 }\n\n";
    let package = package("lock-others");
    package.write(LOCK, &lock("lock_others"));
    let documented = TYPES.replace(
        "/// A batch.\n",
        &format!("/// A batch.\n///\n/// ```\n{}/// assert_eq!(shared_abi::layout_of::<Batch>().size, 8);\n/// ```\n",
            other.lines().filter(|line| !line.is_empty()).map(|line| format!("/// {line}\n")).collect::<String>()),
    );
    package.write("src/lib.rs", &documented);
    package.create("tests");
    package.create("examples");
    package.write(
        "tests/same_name.rs",
        &format!(
            "{other}#[test]\nfn size() {{\n    assert_eq!(shared_abi::layout_of::<Batch>().size, 8);\n}}\n"
        ),
    );
    package.write(
        "examples/same_name.rs",
        &format!("{other}fn main() {{\n    assert_eq!(shared_abi::layout_of::<Batch>().size, 8);\n}}\n"),
    );
    let test = package.cargo(&["test"]);
    assert!(test.success, "{}", test.stderr);
    // The package's own library is compared all the same.
    package.write("src/lib.rs", &documented.replace("pub seq: u32", "pub seq: i32"));
    assert!(!package.cargo(&["test"]).success);
}

/// A package that was renamed, or that came with another's lock, isn't guarded by it, and has to say so.
#[test]
fn a_lock_of_another_crate_is_one_error() {
    let package = package("lock-renamed");
    package.write(LOCK, &lock("lock_before"));
    let said = "shared-abi.lock: it is of the crate `lock_before`, and this is `lock_renamed`; run cargo shared-abi lock";
    assert_errors(&package.cargo(&["build"]), &[said]);
    assert_errors(&package.cargo(&["check", "--tests"]), &[said]);
    package.write(LOCK, &lock("lock_renamed"));
    assert_errors(&package.cargo(&["build"]), &[]);
    // The name of the crate, not of the package.
    package.extend_manifest("\n[lib]\nname = \"another\"\n");
    let said = "it is of the crate `lock_renamed`, and this is `another`; run cargo shared-abi lock";
    assert_errors(&package.cargo(&["build"]), &[said]);
    package.write(LOCK, &lock("another"));
    assert_errors(&package.cargo(&["build"]), &[]);
}

/// A lock is of the library, or of the only binary. What else there is has nobody's.
#[test]
fn a_lock_of_another_crate_is_nothing_to_those_that_have_none() {
    let other = "#[derive(shared_abi::SharedAbi)]\n#[repr(C)]\nstruct Batch { at: u64 }\n\n";
    let with_main =
        format!("{other}fn main() {{\n    assert_eq!(shared_abi::layout_of::<Batch>().size, 8);\n}}\n");
    let package = package("lock-nobodys");
    let library = tests::shared_abi_dir().display().to_string();
    package.extend_manifest(&format!(
        "\n[lib]\nname = \"nobodys\"\n\n[build-dependencies]\nshared-abi = {{ path = {library:?} }}\n\n\
         [[example]]\nname = \"guest\"\ncrate-type = [\"cdylib\"]\n\n\
         [[example]]\nname = \"apart\"\npath = \"apart.rs\"\ncrate-type = [\"cdylib\"]\n\n\
         [[bench]]\nname = \"speed\"\nharness = false\n"
    ));
    package.write(LOCK, &lock("lock_before"));
    for directory in ["src/bin", "tests", "examples", "benches"] {
        package.create(directory);
    }
    // The library has no types.
    let documented: String = with_main.lines().map(|line| format!("//! {line}\n")).collect();
    package.write("src/lib.rs", &format!("//! ```\n{documented}//! ```\n"));
    let mains = [
        "src/main.rs",
        "src/bin/second.rs",
        "examples/shown.rs",
        "benches/speed.rs",
        "build.rs",
    ];
    for path in mains {
        package.write(path, &with_main);
    }
    package.write(
        "tests/tested.rs",
        &with_main.replace("fn main", "#[test]\nfn size"),
    );
    for path in ["examples/guest.rs", "apart.rs"] {
        package.write(path, &format!("#![allow(dead_code)]\n{other}"));
    }
    assert_errors(&package.cargo(&["build", "--all-targets"]), &[]);
    // And the examples of its documentation.
    let test = package.cargo(&["test"]);
    assert!(test.success, "{}", test.stderr);
    // As soon as the library has types, it has a lock, whatever the binary is called.
    package.write("src/lib.rs", TYPES);
    package.write(LOCK, &lock("lock_nobodys"));
    let said = "it is of the crate `lock_nobodys`, and this is `nobodys`; run cargo shared-abi lock";
    assert_errors(&package.cargo(&["build", "--lib"]), &[said]);
}

#[test]
fn a_lock_of_another_crate_is_an_error_in_the_only_binary() {
    let types = format!("{TYPES}\nfn main() {{}}\n");
    let package = Scratch::new("lock-binary", "shared-abi");
    package.write("src/main.rs", &types);
    package.write(LOCK, &lock("lock_before"));
    let said = "it is of the crate `lock_before`, and this is `lock_binary`; run cargo shared-abi lock";
    assert_errors(&package.cargo(&["build"]), &[said]);
    // Of two binaries none has a lock.
    package.create("src/bin");
    package.write("src/bin/second.rs", &types);
    assert_errors(&package.cargo(&["build"]), &[]);
    package.remove("src/bin/second.rs");
    std::fs::remove_dir(package.dir().join("src/bin")).unwrap();
    package.write(LOCK, &lock("lock_binary"));
    assert_errors(&package.cargo(&["build"]), &[]);
}

#[test]
fn a_variants_field_has_the_caret_too() {
    let types = "use shared_abi::SharedAbi;\n\n#[derive(SharedAbi)]\n#[repr(C, u32)]\npub enum Shape {\n    Empty,\n    \
                 Circle { color: u32, radius: f64 },\n}\n";
    let package = package("lock-enum");
    package.write("src/lib.rs", types);
    let lock = |color: &str| {
        format!(
            "shared-abi-lock 1\ncrate lock_enum\n\nenum Shape, size 24, align 8\n    tag: u32, offset 0, size 4\n    \
             Circle.color: {color}, offset 8, size 4\n    Circle.radius: f64, offset 16, size 8\n    Empty = 0\n    Circle \
             = 1\n"
        )
    };
    package.write(LOCK, &lock("u32"));
    assert_errors(&package.cargo(&["build"]), &[]);
    package.write(LOCK, &lock("f32"));
    let build = package.cargo(&["build"]);
    assert_errors(&build, &["Shape.Circle.color: locked as f32, now u32; if"]);
    let errors = RustcError::parse_all(&build.stderr);
    assert_eq!(
        (errors[0].line, errors[0].column, errors[0].width),
        (7, 14, 5),
        "{}",
        build.stderr
    );
}

/// A type that gained a field is another one too, until that is agreed on.
#[test]
fn growth_is_to_be_locked() {
    let package = package("lock-growth");
    let extensible = TYPES.replace(
        "#[repr(C)]\npub struct Sample",
        "#[repr(C)]\n#[shared_abi(extensible)]\npub struct Sample",
    );
    let extensible = extensible.replace("*const [Sample]", "*const Sample");
    package.write("src/lib.rs", &extensible);
    let was = lock("lock_growth").replace(
        "Slice<Sample>, offset 8, size 16",
        "Ptr<Sample>, offset 8, size 8",
    );
    let was = was.replace("struct Batch, size 24", "struct Batch, size 16");
    package.write(LOCK, &was);
    assert_errors(
        &package.cargo(&["build"]),
        &["Sample: locked with a fixed size, now extensible; if"],
    );
    let was = was.replace(
        "struct Sample, size 8, align 8",
        "struct Sample, size 8, align 8, extensible",
    );
    package.write(LOCK, &was);
    assert_errors(&package.cargo(&["build"]), &[]);
    let grown = "    pub at: u64,\n    /// How much.\n    #[shared_abi(added)]\n    pub value: f32,\n";
    package.write("src/lib.rs", &extensible.replace("    pub at: u64,\n", grown));
    assert_errors(
        &package.cargo(&["build"]),
        &["Sample.value: not in the lock, now at offset 8; if"],
    );
}

/// The text of a lock that no longer agrees with `TYPES`.
fn stale_lock(krate: &str) -> String {
    lock(krate).replace("at: u64", "at: i64")
}

/// Somebody who only builds a package that came with its lock can't renew it.
#[test]
fn the_lock_of_somebody_elses_package_stops_nobody() {
    let types = package("lock-theirs");
    types.write(LOCK, &stale_lock("lock_theirs"));
    let host = package("lock-mine");
    host.extend_manifest("lock-theirs = { path = \"../lock-theirs\" }\n");
    host.write("src/lib.rs", "pub use lock_theirs::*;\n");
    // A path leads to sources that can be changed, and so to a lock that can be renewed.
    assert_errors(&host.cargo(&["build"]), &["Sample.at: locked as i64, now u64"]);
    assert_errors(&types.cargo(&["build"]), &["Sample.at: locked as i64, now u64"]);
    // Unpacked from a registry, or vendored.
    for mark in ["Cargo.toml.orig", ".cargo-checksum.json", ".cargo-ok"] {
        types.write(mark, "");
        // The compiler watches no such file.
        types.write("src/lib.rs", &format!("{TYPES}// {mark}\n"));
        assert_errors(&types.cargo(&["build"]), &[]);
        types.write(LOCK, "<<<<<<< ours\n");
        assert_errors(&types.cargo(&["build"]), &[]);
        types.write(LOCK, &stale_lock("lock_theirs"));
        types.remove(mark);
        types.write("src/lib.rs", TYPES);
        assert_errors(&types.cargo(&["build"]), &["Sample.at: locked as i64, now u64"]);
    }
}

#[test]
fn a_member_is_guarded_whichever_member_is_built() {
    let host = package("lock-root");
    let manifest = "[package]\nname = \"lock-member\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    shared-abi.workspace = true\n";
    let library = tests::shared_abi_dir().display().to_string();
    host.create("member/src");
    host.write("member/Cargo.toml", manifest);
    host.write("member/src/lib.rs", TYPES);
    host.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"lock-root\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             lock-member = {{ path = \"member\" }}\n\n[workspace]\nmembers = [\"member\"]\n\n[workspace.dependencies]\n\
             shared-abi = {{ path = {library:?} }}\n"
        ),
    );
    host.write("src/lib.rs", "pub use lock_member::*;\n");
    assert_errors(&host.cargo(&["build", "--package", "lock-root"]), &[]);
    host.write("member/shared-abi.lock", &stale_lock("lock_member"));
    host.write("member/src/lib.rs", &format!("{TYPES}\n"));
    for package in ["lock-root", "lock-member"] {
        assert_errors(
            &host.cargo(&["build", "--package", package]),
            &["Sample.at: locked as i64, now u64"],
        );
    }
}

/// Each type says once where the command comes from, if it isn't there.
#[test]
fn the_command_is_said_to_be_missing_once() {
    let package = package("lock-missing");
    let drifted = lock("lock_missing")
        .replace("seq: u32", "seq: i32")
        .replace("offset 8, size 16", "offset 4, size 16");
    package.write(LOCK, &drifted.replace("size 24, align 8", "size 24, align 4"));
    let bin = tests::target_dir().join("lock-missing-bin");
    let _ = std::fs::remove_dir_all(&bin);
    std::fs::create_dir_all(&bin).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([bin.clone()].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let build = || {
        // So that the compiler is run again.
        package.write(
            "src/lib.rs",
            &format!("{TYPES}// {}\n", bin.join("cargo-shared-abi").exists()),
        );
        package.cargo_with(&["build"], &[("PATH", path.as_os_str())])
    };
    // Whoever has installed it sees the second half only.
    if !package.cargo(&["shared-abi", "--version"]).success {
        let missing = build();
        assert_errors(
            &missing,
            &[
                "Batch.seq: locked as i32, now u32; if the change is intended, run cargo shared-abi lock (",
                "Batch.samples: locked at offset 4, now 8; if the change is intended, run cargo shared-abi lock",
            ],
        );
        let hint = "run cargo shared-abi lock (cargo install shared-abi-cli brings it)";
        assert_eq!(missing.stderr.matches(hint).count(), 1, "{}", missing.stderr);
    }
    std::fs::write(bin.join("cargo-shared-abi"), "").unwrap();
    let there = build();
    assert!(
        !there.success && !there.stderr.contains("cargo install"),
        "{}",
        there.stderr
    );
}
