//! The commands on packages, each built for real.

#![forbid(unsafe_code)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use support::{Run, cargo_shared_abi, directory, documented, guest, keys, run, run_in, shared_abi};
use tests::Scratch;

const HEAD: &str = "#![no_std]\nuse shared_abi::SharedAbi;\n";

const BATCH: &str = "
#[derive(SharedAbi)]
#[repr(C)]
pub struct Batch { pub kind: Activity, pub sensor: u64, pub samples: *const [Sample], pub last: u8 }
";

const SAMPLE: &str = "
#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample { pub at: u32, pub value: f32 }
";

const ACTIVITY: &str = "
#[derive(SharedAbi)]
#[repr(u8)]
pub enum Activity { Standing, Walking = 4 }
";

/// A package with this library.
fn package(name: &str, library: &str) -> Scratch {
    let scratch = Scratch::new(name, "shared-abi");
    set(&scratch, library);
    scratch
}

fn set(scratch: &Scratch, library: &str) {
    scratch.write("src/lib.rs", &format!("{HEAD}{library}"));
}

fn batches() -> String {
    [BATCH, SAMPLE, ACTIVITY].concat()
}

/// `cargo shared-abi …` in the package.
fn cargo_in(scratch: &Scratch, args: &[&str]) -> Run {
    run(cargo_shared_abi()
        .current_dir(scratch.dir())
        .arg("shared-abi")
        .args(args))
}

fn lock_path(scratch: &Scratch) -> PathBuf {
    scratch.dir().join("shared-abi.lock")
}

fn lock_text(scratch: &Scratch) -> String {
    fs::read_to_string(lock_path(scratch)).unwrap()
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

const SHOWN: &str = "\
enum Activity {
    tag: u8, /* 0 1 */
    Standing = 0,
    Walking = 4,
} /* size 1, align 1, no padding */

struct Batch {
    kind:    Activity,      /*  0  1 */
    /* 7 bytes of padding */
    sensor:  u64,           /*  8  8 */
    samples: Slice<Sample>, /* 16 16 */
    last:    u8,            /* 32  1 */
    /* 7 bytes of padding */
} /* size 40, align 8, padding 14 bytes in 2 holes */
/* reordered: sensor, samples, kind, last — 32 bytes instead of 40 */

struct Sample {
    at:    u32, /* 0 4 */
    value: f32, /* 4 4 */
} /* size 8, align 4, no padding */
";

#[test]
fn show_prints_a_packages_layouts() {
    let scratch = package("cli-show", &batches());
    assert_eq!(run_in(scratch.dir(), &["show"]).stdout(0), SHOWN);
    let sample = SHOWN.split_once("\n\nstruct Sample").unwrap().1;
    let sample = format!("struct Sample{sample}");
    assert_eq!(run_in(scratch.dir(), &["show", "Sample"]).stdout(0), sample);
    assert_eq!(
        run_in(scratch.dir(), &["show", "-p", "cli-show", "Sample"]).stdout(0),
        sample
    );
    assert_eq!(run_in(scratch.dir(), &["show", ".", "Sample"]).stdout(0), sample);
    assert_eq!(
        run_in(&scratch.dir().join("src"), &["show", "Sample"]).stdout(0),
        sample
    );
    let manifest = scratch.dir().join("Cargo.toml");
    let elsewhere = directory("elsewhere");
    let args = ["show", "--manifest-path", manifest.to_str().unwrap(), "Sample"];
    assert_eq!(run_in(&elsewhere, &args).stdout(0), sample);
    let error = run_in(scratch.dir(), &["show", "Simple"]).error();
    assert_eq!(
        error,
        "error: there is no type `Simple` in package cli-show; did you mean `Sample`?\n"
    );
}

#[test]
fn lock_then_change_then_check() {
    let scratch = package("cli-cycle", &batches());
    let error = cargo_in(&scratch, &["check"]).error();
    assert!(
        error.contains("shared-abi.lock; run `cargo shared-abi lock` to write it"),
        "{error}"
    );

    let wrote = cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(
        wrote.starts_with("wrote ") && wrote.ends_with("shared-abi.lock: 3 types of package cli-cycle\n"),
        "{wrote}"
    );
    let lock = lock_text(&scratch);
    assert!(
        lock.contains("\ncrate cli_cycle\n") && lock.contains("struct Sample, size 8, align 4\n"),
        "{lock}"
    );
    assert!(
        cargo_in(&scratch, &["check"])
            .stdout(0)
            .ends_with("no difference\n")
    );

    // One is another, one has another name, one is gone, one is new.
    let changed = BATCH
        .replace("pub last: u8", "pub last: u64")
        .replace("[Sample]", "[Reading]");
    let renamed = SAMPLE.replace("Sample", "Reading");
    let new = ACTIVITY
        .replace("Activity", "Motion")
        .replace("Walking = 4", "Walking = 5");
    set(
        &scratch,
        &[changed.replace("Activity", "Motion"), renamed, new].concat(),
    );
    let checked = cargo_in(&scratch, &["check"]).stdout(1);
    let (_, checked) = checked.split_once("\n\n").unwrap();
    let expected = "\
Removed:
  - enum Activity: size 1, align 1
  - struct Sample: size 8, align 4; renamed to Reading?

Changed:
  ~ struct Batch
      ~ kind    Activity → Motion
      ~ samples Slice<Sample> → Slice<Reading>
      ~ last    u8 → u64                       size 1 → 8 (+7)

Not locked yet:
  + enum Motion: size 1, align 1
  + struct Reading: size 8, align 4; was Sample?

5 types differ, which the level `layout` doesn't allow
";
    assert_eq!(checked, expected);
    cargo_in(&scratch, &["check", "--level", "extend"]).stdout(1);
    let json: Value =
        serde_json::from_str(&cargo_in(&scratch, &["check", "--format", "json"]).stdout(1)).unwrap();
    assert_eq!(
        (&json["removed"][1]["renamed_to"], &json["allowed"]),
        (&"Reading".into(), &false.into())
    );

    // The lock is a file like any other to `diff`.
    fs::copy(lock_path(&scratch), scratch.dir().join("before.lock")).unwrap();
    let wrote = cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(
        wrote.contains("Added:\n  + enum Motion")
            && wrote.contains("Sample: size 8, align 4; renamed to Reading?"),
        "{wrote}"
    );
    cargo_in(&scratch, &["check"]).stdout(0);
    run_in(scratch.dir(), &["diff", "before.lock", "."]).stdout(1);
    run_in(scratch.dir(), &["diff", "shared-abi.lock", "."]).stdout(0);
}

#[test]
fn the_level_extend_allows_a_package_to_grow() {
    let grown = |fields| {
        format!(
            "#[derive(SharedAbi)]\n#[repr(C)]\n#[shared_abi(extensible)]\npub struct Grown {{ {fields} }}\n"
        )
    };
    let scratch = package("cli-extend", &grown("pub x: u32"));
    cargo_in(&scratch, &["lock"]).stdout(0);
    set(
        &scratch,
        &(grown("pub x: u32, #[shared_abi(added)] pub y: u32") + SAMPLE),
    );
    cargo_in(&scratch, &["check"]).stdout(1);
    let checked = cargo_in(&scratch, &["check", "--level", "extend"]).stdout(0);
    assert!(
        checked.contains("(grown at its end)") && checked.contains("Not locked yet:\n  + struct Sample"),
        "{checked}"
    );
    set(&scratch, &grown("pub x: u64"));
    cargo_in(&scratch, &["check", "--level", "extend"]).stdout(1);
}

#[test]
fn a_lock_that_is_up_to_date_stays_as_it_is() {
    let scratch = package("cli-idempotent", &batches());
    cargo_in(&scratch, &["lock"]).stdout(0);
    let lock = lock_text(&scratch);
    let past = SystemTime::now() - Duration::from_secs(3600);
    let root = scratch.dir().join("src/lib.rs");
    for path in [&root, &lock_path(&scratch)] {
        fs::File::options()
            .append(true)
            .open(path)
            .unwrap()
            .set_modified(past)
            .unwrap();
    }
    let said = cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(said.ends_with("shared-abi.lock is up to date\n"), "{said}");
    let json: Value =
        serde_json::from_str(&cargo_in(&scratch, &["lock", "--format", "json"]).stdout(0)).unwrap();
    assert_eq!(
        (&json["written"], &json["package"]),
        (&false.into(), &"cli-idempotent".into())
    );
    assert_eq!((modified(&lock_path(&scratch)), modified(&root)), (past, past));
    // From nothing it becomes the same, byte by byte.
    fs::remove_file(lock_path(&scratch)).unwrap();
    cargo_in(&scratch, &["lock"]).stdout(0);
    assert_eq!(lock_text(&scratch), lock);
}

#[test]
fn the_lock_prints_the_documented_json() {
    let scratch = package("cli-lock-json", SAMPLE);
    let json: Value =
        serde_json::from_str(&cargo_in(&scratch, &["lock", "--format", "json"]).stdout(0)).unwrap();
    assert_eq!(keys(&json), keys(&documented("lock")));
    assert_eq!(
        (&json["written"], &json["added"][0]["name"]),
        (&true.into(), &"Sample".into())
    );
}

#[test]
fn the_lock_is_replaced_whole() {
    let scratch = package("cli-atomic", SAMPLE);
    cargo_in(&scratch, &["lock"]).stdout(0);
    let lock = lock_text(&scratch);
    // Another name of the old file: it would change along if the file were written in place.
    let other = scratch.dir().join("other");
    fs::hard_link(lock_path(&scratch), &other).unwrap();
    set(&scratch, &batches());
    cargo_in(&scratch, &["lock"]).stdout(0);
    assert_eq!(fs::read_to_string(other).unwrap(), lock);
    assert_ne!(lock_text(&scratch), lock);
    let names = fs::read_dir(scratch.dir())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(!names.into_iter().any(|name| name.ends_with("tmp")));
}

#[test]
fn a_build_after_the_first_lock_compares_with_it() {
    let scratch = package("cli-trap", SAMPLE);
    // cargo compares times in whole seconds on some file systems.
    let past = SystemTime::now() - Duration::from_secs(3600);
    let root = scratch.dir().join("src/lib.rs");
    fs::File::options()
        .append(true)
        .open(&root)
        .unwrap()
        .set_modified(past)
        .unwrap();
    assert!(scratch.cargo(&["build"]).success);
    cargo_in(&scratch, &["lock"]).stdout(0);
    // As if the type had been another one at that time.
    scratch.write(
        "shared-abi.lock",
        &lock_text(&scratch).replace("value: f32", "value: u32"),
    );
    let build = scratch.cargo(&["build"]);
    assert!(
        !build.success && build.stderr.contains("Sample.value"),
        "{}",
        build.stderr
    );
    // The command itself is not stopped by the lock that it is to replace.
    cargo_in(&scratch, &["check"]).stdout(1);
    cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(scratch.cargo(&["build"]).success);
}

#[test]
fn only_a_lock_file_is_replaced() {
    let scratch = package("cli-replace", SAMPLE);
    for (text, expected) in [
        ("my notes\n", "not a lock file"),
        ("shared-abi-lock 4\n", "a lock file of version 4"),
    ] {
        scratch.write("shared-abi.lock", text);
        let error = cargo_in(&scratch, &["lock"]).error();
        assert!(
            error.contains(expected) && error.contains("it is left as it is"),
            "{error}"
        );
        assert!(cargo_in(&scratch, &["check"]).error().contains(expected));
        assert_eq!(lock_text(&scratch), text);
    }
    let conflict = "shared-abi-lock 1\ncrate cli_replace\n<<<<<<< HEAD\n=======\n>>>>>>> other\n";
    scratch.write("shared-abi.lock", conflict);
    assert!(
        cargo_in(&scratch, &["check"])
            .error()
            .contains("line 3: `<<<<<<< HEAD`: a merge conflict")
    );
    let wrote = cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(wrote.contains("the old one could not be read: line 3"), "{wrote}");
    cargo_in(&scratch, &["check"]).stdout(0);
}

#[test]
fn a_package_without_types_has_nothing_to_lock() {
    let scratch = package(
        "cli-none",
        "#[derive(SharedAbi)]\n#[repr(C)]\npub struct Generic<T> { pub next: shared_abi::Ptr<T> }\n",
    );
    let expected = "error: there are no layouts in package cli-none; a package has those of its own types that derive \
                    `SharedAbi` and aren't generic\n";
    assert_eq!(cargo_in(&scratch, &["lock"]).error(), expected);
    assert_eq!(cargo_in(&scratch, &["show"]).error(), expected);
    assert!(!lock_path(&scratch).exists());
    // But a package may lose all that it had.
    set(&scratch, SAMPLE);
    cargo_in(&scratch, &["lock"]).stdout(0);
    set(&scratch, "pub use shared_abi as _; fn _f<T: SharedAbi>() {}");
    cargo_in(&scratch, &["check"]).stdout(1);
    cargo_in(&scratch, &["lock"]).stdout(0);
    cargo_in(&scratch, &["check"]).stdout(0);
}

#[test]
fn two_types_of_one_name_are_left_out_of_the_lock() {
    let modules = format!("pub mod a {{ use super::*; {SAMPLE} }}\npub mod b {{ use super::*; {SAMPLE} }}\n");
    let scratch = package("cli-twice", &modules);
    // The same twice is one.
    cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(lock_text(&scratch).contains("struct Sample"));
    // In two object files, or in one.
    let other = SAMPLE.replace("f32", "u32");
    let apart = format!("pub mod a {{ use super::*; {SAMPLE} }}\npub mod b {{ use super::*; {other} }}\n");
    let together = format!("const _: () = {{ {SAMPLE} }};\nconst _: () = {{ {other} }};\n");
    let note = "note: several types are named `Sample`, so none of them can be locked or compared; rename all but one: in \
                cli_twice";
    for types in [apart, together] {
        set(&scratch, &format!("{ACTIVITY}{types}"));
        // What was locked is gone.
        let checked = cargo_in(&scratch, &["check"]);
        assert!(checked.stderr.contains(note), "{}", checked.stderr);
        assert!(checked.stdout(1).contains("- struct Sample: "));
        let locked = cargo_in(&scratch, &["lock"]);
        assert!(locked.stderr.contains(note), "{}", locked.stderr);
        let lock = lock_text(&scratch);
        assert!(
            lock.contains("enum Activity") && !lock.contains("struct Sample"),
            "{lock}"
        );
        cargo_in(&scratch, &["check"]).stdout(0);
        assert!(scratch.cargo(&["build"]).success);
        set(&scratch, SAMPLE);
        cargo_in(&scratch, &["lock"]).stdout(0);
    }
}

#[test]
fn two_types_of_one_name_are_shown_with_where_they_are() {
    let other = SAMPLE.replace("f32", "u32");
    let modules = format!(
        "{ACTIVITY}pub mod a {{ use super::*; {SAMPLE} }}\npub mod b {{ use super::*; {other} pub mod deep {{ use super::*; {ACTIVITY} }} }}\n"
    );
    let scratch = package("cli-places", &modules);
    let show = |args: &[&str]| run_in(scratch.dir(), &[&["show"], args].concat()).stdout(0);
    let heads = |args: &[&str]| {
        let shown = show(args);
        let heads = shown.lines().filter(|line| line.contains(" {"));
        heads.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    let (a, b) = ("struct cli_places::a::Sample {", "struct cli_places::b::Sample {");
    // Which of the two a field's type is nobody knows, but its alignment is said.
    let holder =
        "#[derive(SharedAbi)]\n#[repr(C)]\npub struct Holder { pub x: u8, pub s: a::Sample, pub y: u8 }\n";
    set(&scratch, &format!("{modules}{holder}"));
    assert!(show(&["Holder"]).contains("reordered: s, x, y — 12 bytes instead of 16"));
    set(&scratch, &modules);
    // The same enum twice is one.
    assert_eq!(heads(&[]), format!("enum Activity {{ {a} {b}"));
    assert_eq!(heads(&["Sample"]), format!("{a} {b}"));
    assert_eq!(heads(&["a::Sample"]), a);
    assert_eq!(heads(&["crate::b::*"]), b);
    assert_eq!(
        heads(&["cli_places::b::Sample", "Activ*"]),
        format!("enum Activity {{ {b}")
    );
    let json: Value = serde_json::from_str(&show(&["--format", "json"])).unwrap();
    assert_eq!(
        (&json["types"][1]["name"], &json["types"][1]["path"]),
        (&"Sample".into(), &"cli_places::a::Sample".into())
    );
    // In one module, too.
    set(
        &scratch,
        &format!("const _: () = {{ {SAMPLE} }};\nconst _: () = {{ {other} }};\n"),
    );
    let places =
        ["4", "9"].map(|line| format!("struct cli_places::Sample {{ /* in cli_places, line {line} */"));
    assert_eq!(heads(&[]), places.join(" "));
    let locked = run_in(scratch.dir(), &["lock"]);
    let note = "rename all but one: in cli_places, line 4; in cli_places, line 9\n";
    assert!(locked.stderr.contains(note), "{}", locked.stderr);
    // Then there is nothing to lock.
    assert!(
        locked
            .error()
            .contains("there are no layouts in package cli-places")
    );
}

#[test]
fn a_build_that_fails_says_so_in_cargos_words() {
    let scratch = package("cli-broken", "pub struct Broken { field: Missing }");
    let run = run_in(scratch.dir(), &["show"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr.contains("error[E0425]: cannot find type `Missing`")
            || run.stderr.contains("error[E0412]"),
        "{}",
        run.stderr
    );
    let last = run.stderr.lines().last().unwrap();
    assert_eq!(
        last,
        "error: the package `cli-broken` doesn't build for wasm32-unknown-unknown: cargo ended with exit status: 101"
    );
}

#[cfg(unix)]
#[test]
fn a_missing_target_is_named_with_the_command_that_adds_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let scratch = package("cli-no-target", SAMPLE);
    // A compiler that has no standard library for wasm32.
    let script = "#!/bin/sh\ncase \"$*\" in\n  *target-libdir*) echo /nonexistent;;\n  \
                  *wasm32*--crate-name*|*--crate-name*wasm32*) exit 1;;\n  *) exec rustc \"$@\";;\nesac\n";
    let rustc = scratch.dir().join("rustc");
    scratch.write("rustc", script);
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755)).unwrap();
    // A rustup that says what it was asked for, and can't do it.
    let asked = scratch.dir().join("asked");
    fs::create_dir_all(scratch.dir().join("bin")).unwrap();
    scratch.write(
        "bin/rustup",
        &format!("#!/bin/sh\necho \"$*\" > '{}'\nexit 1\n", asked.display()),
    );
    let rustup = scratch.dir().join("bin/rustup");
    fs::set_permissions(&rustup, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let folders = [scratch.dir().join("bin")]
        .into_iter()
        .chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).unwrap();
    let target = directory("no-target");
    let error = |toolchain: Option<&str>| {
        let mut command = shared_abi();
        command
            .current_dir(scratch.dir())
            .arg("show")
            .env("PATH", &path)
            .env("RUSTC", &rustc)
            .env("CARGO_TARGET_DIR", &target);
        match toolchain {
            Some(toolchain) => command.env("RUSTUP_TOOLCHAIN", toolchain),
            None => command.env_remove("RUSTUP_TOOLCHAIN"),
        };
        let run = run(&mut command);
        assert_eq!(run.code, Some(2));
        run.stderr.lines().last().unwrap().to_owned()
    };
    let expected = "error: the target wasm32-unknown-unknown is not installed; run `rustup target add \
                    wasm32-unknown-unknown";
    assert_eq!(error(None), format!("{expected}`"));
    let add = "target add wasm32-unknown-unknown";
    assert_eq!(fs::read_to_string(&asked).unwrap(), format!("{add}\n"));
    // As after `cargo +toolchain`.
    if let Ok(toolchain) = std::env::var("RUSTUP_TOOLCHAIN") {
        assert_eq!(
            error(Some(&toolchain)),
            format!("{expected} --toolchain {toolchain}`")
        );
        let asked = fs::read_to_string(&asked).unwrap();
        assert_eq!(asked, format!("{add} --toolchain {toolchain}\n"));
    }
}

#[test]
fn a_guests_library_need_not_be_linked() {
    let scratch = package(
        "cli-cdylib",
        &format!("{SAMPLE}#[panic_handler]\nfn panic(_: &core::panic::PanicInfo<'_>) -> ! {{ loop {{}} }}\n"),
    );
    // Bitcode instead of object files, were it not turned off.
    scratch.extend_manifest(
        "\n[lib]\ncrate-type = [\"cdylib\"]\n\n[profile.dev]\nlto = true\npanic = \"abort\"\n",
    );
    assert!(
        run_in(scratch.dir(), &["show"])
            .stdout(0)
            .starts_with("struct Sample {")
    );
}

#[test]
fn a_feature_brings_its_types() {
    let scratch = package(
        "cli-features",
        &format!("{SAMPLE}#[cfg(feature = \"more\")]\nmod more {{ use super::*; {ACTIVITY} }}\n"),
    );
    scratch.extend_manifest("\n[features]\ndefault = [\"more\"]\nmore = []\nother = []\n");
    let names = |args: &[&str]| {
        let json = run_in(scratch.dir(), &[&["show", "--format", "json"], args].concat()).stdout(0);
        let json: Value = serde_json::from_str(&json).unwrap();
        json["types"].as_array().unwrap().len()
    };
    assert_eq!(names(&[]), 2);
    assert_eq!(names(&["--no-default-features"]), 1);
    assert_eq!(names(&["--no-default-features", "-F", "other,more"]), 2);
    assert_eq!(names(&["--no-default-features", "--all-features"]), 2);
}

/// The profile with which layouts are recorded: cargo then sees no difference to a build of the user's.
const SAME_PROFILE: &str = "\n[profile.dev]\nlto = \"off\"\n";

#[test]
fn what_is_recorded_and_what_is_built_stay_apart() {
    let types = package("cli-apart-types", SAMPLE);
    cargo_in(&types, &["lock"]).stdout(0);
    types.write(
        "shared-abi.lock",
        &lock_text(&types).replace("value: f32", "value: u32"),
    );
    let user = package(
        "cli-apart",
        "pub use cli_apart_types::Sample;\n#[derive(SharedAbi)]\n#[repr(C)]\npub struct Own { pub s: Sample }\n",
    );
    user.extend_manifest("cli-apart-types = { path = \"../cli-apart-types\" }\n");
    user.extend_manifest(SAME_PROFILE);
    // The intermediate files of all builds together with what is built, or, as a user may have set it up, apart.
    let build_dir = directory("apart");
    let config = format!("[build]\nbuild-dir = {build_dir:?}\n");
    fs::create_dir(user.dir().join(".cargo")).unwrap();
    for config in ["", &config] {
        user.write(".cargo/config.toml", config);
        // The lock of a dependency is not compared while layouts are recorded.
        let shown = run_in(user.dir(), &["show"]).stdout(0);
        assert!(shown.starts_with("struct Own {"), "{shown}");
        // It is, when the same is built.
        let build = user.cargo(&["build", "--target", tests::WASM]);
        assert!(
            !build.success && build.stderr.contains("Sample.value"),
            "{}",
            build.stderr
        );
    }
}

#[test]
fn a_build_without_records_is_not_taken_for_one() {
    let scratch = package("cli-cached", SAMPLE);
    scratch.extend_manifest(SAME_PROFILE);
    // What a compiler cache would hand out, or what someone built into our directory.
    let dir = tests::target_dir().join("shared-abi");
    let dir = dir.to_str().unwrap();
    let build = scratch.cargo(&[
        "rustc",
        "--lib",
        "--crate-type",
        "rlib",
        "--target",
        tests::WASM,
        "--target-dir",
        dir,
    ]);
    assert!(build.success, "{}", build.stderr);
    assert!(
        run_in(scratch.dir(), &["show"])
            .stdout(0)
            .starts_with("struct Sample {")
    );
}

#[test]
fn cargo_is_told_what_the_command_line_is_told() {
    let scratch = package("cli-flags", SAMPLE);
    let show = |args: &[&str]| run_in(scratch.dir(), &[&["show"], args].concat());
    show(&[]).stdout(0);
    show(&["--locked"]).stdout(0);
    // Another lock file of cargo's would be written.
    scratch.write("Cargo.lock", "version = 4\n");
    for flag in ["--locked", "--frozen"] {
        let error = show(&[flag]);
        assert_eq!(error.code, Some(2), "{}", error.stderr);
        assert!(error.stderr.contains("lock file"), "{}", error.stderr);
    }
    let mut online = shared_abi();
    online.current_dir(scratch.dir()).env_remove("CARGO_NET_OFFLINE");
    scratch.extend_manifest("no-such-crate-anywhere = \"9\"\n");
    let offline = run(online.args(["show", "--offline"]));
    assert!(offline.stderr.contains("offline"), "{}", offline.stderr);
}

#[test]
fn another_target_can_be_named() {
    let scratch = package(
        "cli-target",
        &format!("{SAMPLE}#[cfg(target_os = \"wasi\")]\ncompile_error!(\"wasi\");\n"),
    );
    let show = |target: &str| run_in(scratch.dir(), &["show", "--target", target]);
    show("wasm32-unknown-unknown").stdout(0);
    let error = show("x86_64-unknown-linux-gnu");
    assert!(
        error
            .stderr
            .contains("layouts are those of wasm32, so it has to be a target"),
        "{}",
        error.stderr
    );
    // Whether it is installed or not, it is what was asked for.
    let error = show("wasm32-wasip1").error();
    assert!(error.lines().last().unwrap().contains("wasm32-wasip1"), "{error}");
}

#[test]
fn cargos_progress_is_seen() {
    let scratch = package("cli-progress", SAMPLE);
    let shown = run_in(scratch.dir(), &["show"]);
    assert!(
        shown.stderr.contains("Compiling cli-progress"),
        "{}",
        shown.stderr
    );
    set(&scratch, ACTIVITY);
    let quiet = run_in(scratch.dir(), &["show", "-q"]);
    assert_eq!(quiet.stderr, "");
    assert!(quiet.stdout(0).starts_with("enum Activity"));
}

#[test]
fn another_cargo_that_is_waited_for_is_told_of() {
    let scratch = package("cli-blocked", SAMPLE);
    run_in(scratch.dir(), &["show"]).stdout(0);
    // What cargo locks while it builds.
    let dir = tests::target_dir()
        .join("shared-abi")
        .join(tests::WASM)
        .join("debug");
    let lock = fs::File::open(dir.join(".cargo-lock")).unwrap();
    lock.lock().unwrap();
    set(&scratch, ACTIVITY);
    let mut show = shared_abi()
        .current_dir(scratch.dir())
        .arg("show")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = BufReader::new(show.stderr.take().unwrap());
    let mut lines = stderr.lines().map(Result::unwrap);
    let said = lines
        .by_ref()
        .find(|line| line.contains("Blocking waiting for file lock"));
    lock.unlock().unwrap();
    assert!(said.is_some());
    lines.for_each(drop);
    assert!(show.wait().unwrap().success());
}

#[test]
fn a_binary_stands_for_its_package_where_there_is_no_library() {
    let types = package("cli-bin-types", SAMPLE);
    types.write(
        "src/lib.rs",
        &format!(
            "{HEAD}{SAMPLE}impl Sample {{ #[inline(never)] pub fn sum(&self) -> f32 {{ self.value }} }}\n"
        ),
    );
    let scratch = Scratch::new("cli-bin", "shared-abi");
    scratch.extend_manifest("cli-bin-types = { path = \"../cli-bin-types\" }\n");
    let main = format!(
        "use shared_abi::SharedAbi;\n{ACTIVITY}fn main() {{ println!(\"{{}}\", cli_bin_types::Sample {{ at: 1, value: 1.0 }}.sum()); }}\n"
    );
    scratch.write("src/main.rs", &main);
    let shown = run_in(scratch.dir(), &["show"]).stdout(0);
    assert!(
        shown.starts_with("enum Activity {") && !shown.contains("Sample"),
        "{shown}"
    );
    cargo_in(&scratch, &["lock"]).stdout(0);
    assert!(lock_text(&scratch).contains("\ncrate cli_bin\n"));
    cargo_in(&scratch, &["check"]).stdout(0);

    fs::create_dir(scratch.dir().join("src/bin")).unwrap();
    scratch.write("src/bin/other.rs", "fn main() {}\n");
    let error = cargo_in(&scratch, &["lock"]).error();
    assert_eq!(
        error,
        "error: the package `cli-bin` has no library, and several binaries: cli-bin, other\n"
    );
}

#[test]
fn the_types_that_a_guest_only_names_are_not_its_own() {
    package("cli-guest-types", SAMPLE);
    let own = "#[derive(SharedAbi)]\n#[repr(C)]\npub struct Own { pub s: *const cli_guest_types::Sample }\n\
               #[derive(SharedAbi)]\n#[repr(C)]\npub struct Next<T> { pub next: shared_abi::Ptr<T> }\n\
               shared_abi::manifest!(Own, Next<u8>);\n";
    let scratch = package("cli-guest", own);
    scratch.extend_manifest("cli-guest-types = { path = \"../cli-guest-types\" }\n");
    let shown = run_in(scratch.dir(), &["show"]).stdout(0);
    assert!(
        shown.starts_with("struct Own {") && shown.lines().count() == 3,
        "{shown}"
    );
}

#[test]
fn a_guest_shows_what_its_package_shows() {
    // The same types from a module that a linker made, optimized, and from the package's object files.
    let module = tests::build_guest("tests-guest");
    let shown = run_in(Path::new("."), &["show".as_ref(), module.as_os_str()]).stdout(0);
    assert!(shown.contains("struct Published {\n    list:"), "{shown}");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut command = shared_abi();
    command
        .current_dir(workspace)
        .args(["show", "-p", "tests-guest", "Published"]);
    assert!(shown.contains(&run(&mut command).stdout(0)));
}

#[test]
fn what_the_derive_declares_itself_is_not_shown() {
    let types = "#[derive(SharedAbi)]\n#[repr(C)]\n#[shared_abi(extensible)]\npub struct Grown {\n    pub a: u32,\n    \
                 #[shared_abi(added)]\n    pub b: *const Grown,\n}\n";
    let scratch = package("cli-head", types);
    let shown = run_in(scratch.dir(), &["show"]).stdout(0);
    assert_eq!(shown.matches("struct ").count(), 1, "{shown}");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let shown = run_in(workspace, &["show", "-p", "demo-types", "Verdict"]).stdout(0);
    let readme = std::fs::read_to_string(workspace.join("README.md")).unwrap();
    assert!(readme.contains(&shown), "the README doesn't show:\n{shown}");
}

/// A workspace, none of which is built.
fn workspace(name: &str) -> PathBuf {
    let dir = directory(name);
    let member = |path: &str, more: &str| {
        let (dir, name) = (dir.join(path), path.replace('/', "-"));
        fs::create_dir_all(dir.join("src")).unwrap();
        let manifest = format!("[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n{more}");
        fs::write(dir.join("Cargo.toml"), manifest).unwrap();
        fs::write(dir.join("src/lib.rs"), "").unwrap();
    };
    fs::write(
        dir.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"sensors\", \"sensors/nested\", \"macros\", \"tests-only\"]\n",
    )
    .unwrap();
    member("sensors", "");
    member("sensors/nested", "");
    member("macros", "[lib]\nproc-macro = true\n");
    member(
        "tests-only",
        "autolib = false\n[[test]]\nname = \"test\"\npath = \"src/lib.rs\"\n",
    );
    dir
}

#[test]
fn a_package_is_found_or_what_is_wrong_is_said() {
    let dir = workspace("workspace");
    let error = run_in(&dir, &["lock"]).error();
    assert_eq!(
        error,
        "error: the directory is in no package; name one with -p: sensors, sensors-nested, macros, tests-only\n"
    );
    let error = run_in(&dir, &["lock", "-p", "sensor"]).error();
    assert_eq!(
        error,
        "error: there is no package `sensor` in the workspace; did you mean `sensors` or `sensors-nested`?\n"
    );
    let error = run_in(&dir, &["lock", "-p", "macros"]).error();
    assert_eq!(
        error,
        "error: the package `macros` is a procedural macro, which no guest can have\n"
    );
    let error = run_in(&dir, &["lock", "-p", "tests-only"]).error();
    assert_eq!(
        error,
        "error: the package `tests-only` has neither a library nor a binary\n"
    );
    let error = run_in(&dir.join("macros/src"), &["lock"]).error();
    assert_eq!(
        error,
        "error: the package `macros` is a procedural macro, which no guest can have\n"
    );
    // The lock is looked for before anything is built.
    let no_lock_in = |dir: &Path, args: &[&str]| {
        let error = run_in(dir, args).error();
        assert!(
            error.starts_with("error: there is no ") && error.contains("; run `cargo"),
            "{error}"
        );
        error
    };
    assert!(no_lock_in(&dir.join("sensors"), &["check"]).contains("sensors/shared-abi.lock;"));
    assert!(no_lock_in(&dir.join("sensors/nested"), &["check"]).contains("sensors/nested/shared-abi.lock;"));
    let by_path = ["check", "--manifest-path", "Cargo.toml"];
    assert!(no_lock_in(&dir.join("sensors/nested"), &by_path).contains("nested/shared-abi.lock;"));
    let error = run(shared_abi()
        .current_dir(&dir)
        .args(["lock", "-p", "sensors"])
        .env("CARGO", "no-such-cargo"))
    .error();
    assert!(error.starts_with("error: cargo can't be run: "), "{error}");
}

#[test]
fn a_package_can_be_compared_with_a_guest() {
    let scratch = package("cli-diff", SAMPLE);
    let body =
        "struct Sample, size 8, align 4\n    at: u32, offset 0, size 4\n    value: f32, offset 4, size 4\n";
    fs::write(scratch.dir().join("guest.wasm"), guest(body)).unwrap();
    let same = run_in(scratch.dir(), &["diff", "guest.wasm", "."]).stdout(0);
    assert_eq!(same, "guest.wasm → package cli-diff: no difference\n");
    // The package goes without saying, or is named.
    assert_eq!(run_in(scratch.dir(), &["diff", "guest.wasm"]).stdout(0), same);
    let named = ["diff", "guest.wasm", "-p", "cli-diff", "--all-features"];
    assert_eq!(run_in(scratch.dir(), &named).stdout(0), same);
    let error = run_in(scratch.dir(), &["diff", "guest.wasm", ".", "-p", "cli-diff"]).error();
    assert!(
        error.starts_with("error: two files and a package were named"),
        "{error}"
    );
    fs::write(
        scratch.dir().join("guest.wasm"),
        guest(&body.replace("f32", "u32")),
    )
    .unwrap();
    run_in(scratch.dir(), &["diff", "guest.wasm", "."]).stdout(1);
}

#[test]
fn cargo_finds_it() {
    let scratch = package("cli-cargo", SAMPLE);
    let program = Path::new(env!("CARGO_BIN_EXE_cargo-shared-abi"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        [program.parent().unwrap().to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&path)),
    )
    .unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(scratch.dir())
        .args(["shared-abi", "show"])
        .env("PATH", path);
    cargo
        .env("CARGO_TARGET_DIR", tests::target_dir())
        .env("CARGO_NET_OFFLINE", "true")
        .env_remove("RUSTFLAGS");
    assert!(run(&mut cargo).stdout(0).starts_with("struct Sample {"));
}
