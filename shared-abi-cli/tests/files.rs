//! `show` and `diff` of files: what they print, and with which exit code they end.

#![forbid(unsafe_code)]

mod support;

use std::fs;
use std::path::Path;

use support::{directory, guest, module, record, run, run_in, shared_abi};

const OLD: &str = "\
struct Alert, size 4, align 4
    level: u32, offset 0, size 4
struct Batch, size 32, align 8
    kind: u8, offset 0, size 1
    sensor: u64, offset 8, size 8
    samples: Slice32<Sample>, offset 16, size 8
    seq: u32, offset 24, size 4
struct Grown, size 4, align 4, extensible
    x: i32, offset 0, size 4
";

const NEW: &str = "\
struct Batch, size 40, align 8
    kind: u32, offset 0, size 4
    sensor: u64, offset 8, size 8
    samples: Slice<Sample>, offset 16, size 16
    seq: u64, offset 32, size 8
struct Grown, size 8, align 4, extensible
    x: i32, offset 0, size 4
    y: i32, offset 4, size 4, added
struct Warning, size 4, align 4
    level: u32, offset 0, size 4
";

/// A directory with `old.wasm` and `new.wasm`.
fn files(name: &str) -> std::path::PathBuf {
    let dir = directory(name);
    write(&dir, "old.wasm", guest(OLD));
    write(&dir, "new.wasm", guest(NEW));
    dir
}

fn write(dir: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    fs::write(dir.join(name), bytes).unwrap();
}

fn lock(body: &str) -> String {
    format!("shared-abi-lock 1\ncrate shapes\n\n{body}")
}

#[test]
fn show_prints_a_guests_layouts() {
    let dir = files("show");
    let expected = "\
struct Alert {
    level: u32, /* 0 4 */
} /* size 4, align 4, no padding */

struct Batch {
    kind:    u8,              /*  0 1 */
    /* 7 bytes of padding */
    sensor:  u64,             /*  8 8 */
    samples: Slice32<Sample>, /* 16 8 */
    seq:     u32,             /* 24 4 */
    /* 4 bytes of padding */
} /* size 32, align 8, padding 11 bytes in 2 holes */
/* reordered: sensor, samples, seq, kind — 24 bytes instead of 32 */

struct Grown {
    x: i32, /* 0 4 */
} /* size 4, align 4, extensible, no padding */
";
    assert_eq!(run_in(&dir, &["show", "old.wasm"]).stdout(0), expected);
}

#[test]
fn show_prints_one_type_if_it_is_named() {
    let dir = files("show-one");
    let expected = "struct Alert {\n    level: u32, /* 0 4 */\n} /* size 4, align 4, no padding */\n";
    assert_eq!(run_in(&dir, &["show", "old.wasm", "Alert"]).stdout(0), expected);
    let error = run_in(&dir, &["show", "old.wasm", "batch"]).error();
    assert_eq!(
        error,
        "error: there is no type `batch` in old.wasm; did you mean `Batch`?\n"
    );
    let error = run_in(&dir, &["show", "old.wasm", "Quaternion"]).error();
    assert_eq!(error, "error: there is no type `Quaternion` in old.wasm\n");
}

#[test]
fn show_reads_lock_files_too() {
    let dir = files("show-lock");
    write(&dir, "shared-abi.lock", lock(OLD));
    let of = |file| run_in(&dir, &["show", file]).stdout(0);
    assert_eq!(of("shared-abi.lock"), of("old.wasm"));
}

#[test]
fn show_takes_a_file_or_a_package() {
    let dir = files("show-both");
    let error = run_in(&dir, &["show", "-p", "shapes", "old.wasm", "Batch"]).error();
    assert!(
        error.starts_with("error: a file and a package were named"),
        "{error}"
    );
}

#[test]
fn diff_tells_what_was_removed_changed_and_added() {
    let dir = files("diff");
    let expected = "\
old.wasm → new.wasm

Removed:
  - struct Alert: size 4, align 4; renamed to Warning?

Changed:
  ~ struct Batch: size 32 → 40 (+8)
      ~ kind    u8 → u32                                            size 1 → 4 (+3)
      ~ samples Slice32<Sample> → Slice<Sample>                     size 8 → 16 (+8)
      ~ seq     u32 → u64                       offset 24 → 32 (+8) size 4 → 8 (+4)
  ~ struct Grown: size 4 → 8 (+4) (grown at its end)
      + y i32 offset 4 size 4 added

Added:
  + struct Warning: size 4, align 4; was Alert?

4 types differ, which the level `layout` doesn't allow
";
    assert_eq!(
        run_in(&dir, &["diff", "old.wasm", "new.wasm"]).stdout(1),
        expected
    );
}

#[test]
fn diff_of_the_same_layouts_is_one_line() {
    let dir = files("diff-same");
    write(&dir, "old.lock", lock(OLD));
    let of = |more: &[&str]| run_in(&dir, &[&["diff", "old.lock", "old.wasm"], more].concat()).stdout(0);
    assert_eq!(of(&[]), "old.lock → old.wasm: no difference\n");
    assert_eq!(of(&["-q"]), "");
    // What differs is told all the same.
    let differs = run_in(&dir, &["diff", "old.wasm", "new.wasm"]).stdout(1);
    assert_eq!(
        run_in(&dir, &["diff", "-q", "old.wasm", "new.wasm"]).stdout(1),
        differs
    );
}

#[test]
fn types_that_one_side_lacks_can_be_left_out() {
    let dir = files("diff-common");
    write(&dir, "agreed.lock", lock(OLD));
    // The guest reaches fewer types.
    let start = OLD.find("struct Grown").unwrap();
    write(&dir, "guest.wasm", guest(&OLD[start..]));
    for (left, right) in [("agreed.lock", "guest.wasm"), ("guest.wasm", "agreed.lock")] {
        run_in(&dir, &["diff", left, right]).stdout(1);
        let same = run_in(&dir, &["diff", "--common", left, right]).stdout(0);
        assert_eq!(same, format!("{left} → {right}: no difference\n"));
    }
    let common = run_in(&dir, &["diff", "--common", "old.wasm", "new.wasm"]).stdout(1);
    assert!(
        !common.contains("Alert") && common.contains("struct Batch"),
        "{common}"
    );
    assert!(
        common.ends_with("2 types differ, which the level `layout` doesn't allow\n"),
        "{common}"
    );
}

/// Runs the program in a directory with a file as its standard input, by way of a pipe.
#[cfg(unix)]
fn piped(dir: &Path, file: &str, args: &str) -> support::Run {
    let script = format!("cat {file} | \"$0\" {args}");
    run(std::process::Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_shared-abi")])
        .current_dir(dir))
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_as_a_file_is() {
    let dir = files("pipes");
    write(&dir, "old.lock", lock(OLD));
    let expected = run_in(&dir, &["show", "old.wasm"]).stdout(0);
    for file in ["old.wasm", "old.lock"] {
        for name in ["-", "/dev/stdin"] {
            assert_eq!(piped(&dir, file, &format!("show {name}")).stdout(0), expected);
        }
        let one = piped(&dir, file, "show - Grown").stdout(0);
        assert!(one.starts_with("struct Grown"), "{one}");
        let same = piped(&dir, file, "diff - old.wasm").stdout(0);
        assert_eq!(same, "standard input → old.wasm: no difference\n");
    }
    // As a shell hands out the output of a command.
    let script = "mkfifo fifo; cat old.wasm > fifo & exec \"$0\" show fifo";
    let fifo = run(std::process::Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_shared-abi")])
        .current_dir(&dir));
    assert_eq!(fifo.stdout(0), expected);
    write(&dir, "notes.txt", "# Notes\n");
    write(&dir, "cut.wasm", &guest(OLD)[..40]);
    let neither = ": neither a wasm module nor a lock file\n";
    assert_eq!(
        piped(&dir, "notes.txt", "show -").error(),
        format!("error: standard input{neither}")
    );
    assert_eq!(
        piped(&dir, "/dev/null", "show -").error(),
        format!("error: standard input{neither}")
    );
    assert!(
        piped(&dir, "cut.wasm", "show -")
            .error()
            .contains("the module is cut off")
    );
    let twice = run_in(&dir, &["diff", "-", "-"]).error();
    assert!(
        twice.starts_with("error: standard input can be read once"),
        "{twice}"
    );
}

#[test]
fn show_takes_several_types_and_patterns() {
    let dir = files("show-several");
    let names = |types: &[&str]| {
        let shown = run_in(&dir, &[&["show", "new.wasm"], types].concat()).stdout(0);
        let heads = shown
            .lines()
            .filter_map(|line| line.strip_prefix("struct ")?.strip_suffix(" {"));
        heads.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(&["Warning", "Batch"]), "Batch Warning");
    assert_eq!(names(&["*"]), "Batch Grown Warning");
    assert_eq!(names(&["*n*", "Batch"]), "Batch Grown Warning");
    assert_eq!(names(&["G?own"]), "Grown");
    // As the compiler names them.
    assert_eq!(names(&["crate::motion::Batch", "types::Grown"]), "Batch Grown");
    let error = run_in(&dir, &["show", "new.wasm", "Batch", "Alert*"]).error();
    assert_eq!(error, "error: there is no type `Alert*` in new.wasm\n");
}

/// `Batch` has another layout with `wide`.
const FEATURES: &str = "\
shared-abi-lock 2
crate shapes
features default, wide
locked with no features
locked with default
locked with default, wide

with no features
with default
struct Batch, size 4, align 4
    a: u32, offset 0, size 4

with default, wide
struct Batch, size 8, align 8
    a: u64, offset 0, size 8

struct Sample, size 0, align 1
";

#[test]
fn a_lock_of_several_configurations_is_shown_and_compared() {
    let dir = directory("features");
    write(&dir, "shapes.lock", FEATURES);
    let expected = "\
struct Batch { /* with no features; with default */
    a: u32, /* 0 4 */
} /* size 4, align 4, no padding */

struct Batch { /* with default, wide */
    a: u64, /* 0 8 */
} /* size 8, align 8, no padding */

struct Sample {
} /* size 0, align 1, no padding */
";
    assert_eq!(run_in(&dir, &["show", "shapes.lock"]).stdout(0), expected);
    write(
        &dir,
        "wide.wasm",
        guest("struct Batch, size 8, align 8\n    a: u64, offset 0, size 8\n"),
    );
    let common = |features: &[&str]| {
        run_in(
            &dir,
            &[&["diff", "--common", "shapes.lock", "wide.wasm"], features].concat(),
        )
        .code
    };
    assert_eq!(common(&[]), Some(1));
    assert_eq!(common(&["--no-default-features"]), Some(1));
    assert_eq!(common(&["-F", "wide"]), Some(0));
    assert_eq!(common(&["--all-features"]), Some(0));
    let error = run_in(&dir, &["diff", "shapes.lock", "wide.wasm", "-F", "narrow"]).error();
    assert!(
        error.starts_with("error: shapes.lock has no layouts with the features default, narrow"),
        "{error}"
    );
}

#[test]
fn the_level_extend_allows_growth_and_nothing_else() {
    let dir = directory("diff-extend");
    let small = "struct Grown, size 4, align 4, extensible\n    x: i32, offset 0, size 4\n";
    let large = "struct Grown, size 8, align 4, extensible\n    x: i32, offset 0, size 4\n    \
                 y: i32, offset 4, size 4, added\nstruct New, size 0, align 1\n";
    write(&dir, "small.wasm", guest(small));
    write(&dir, "large.wasm", guest(large));
    let of = |left, right, level: &[_]| run_in(&dir, &[&["diff", left, right], level].concat());
    assert!(
        of("small.wasm", "large.wasm", &["--level", "extend"])
            .stdout(0)
            .ends_with("as the level `extend` allows\n")
    );
    of("small.wasm", "large.wasm", &["--level", "layout"]).stdout(1);
    of("small.wasm", "large.wasm", &[]).stdout(1);
    of("large.wasm", "small.wasm", &["--level", "extend"]).stdout(1);
    write(
        &dir,
        "grown.wasm",
        guest(&large[..large.len() - "struct New, size 0, align 1\n".len()]),
    );
    of("small.wasm", "grown.wasm", &[]).stdout(1);
    of("grown.wasm", "large.wasm", &[]).stdout(1);
    of("grown.wasm", "small.wasm", &["--level", "extend"]).stdout(1);
    // What is gone is no growth.
    write(&dir, "none.wasm", guest(""));
    of("small.wasm", "none.wasm", &["--level", "extend"]).stdout(1);
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    let dir = directory("errors");
    write(&dir, "text.wasm", "(module)");
    write(&dir, "empty.wasm", "");
    write(&dir, "picture.png", [0x89, b'P', b'N', b'G', 0xFF]);
    write(&dir, "notes.txt", "# Notes\n");
    write(&dir, "empty", "");
    write(&dir, "plain.wasm", module(&[("name", b"\0")]));
    write(&dir, "stripped.wasm", module(&[]));
    write(&dir, "none.wasm", guest(""));
    write(&dir, "cut.wasm", &guest(OLD)[..40]);
    write(&dir, "component.wasm", b"\0asm\x0d\0\x01\0");
    write(&dir, "newer.lock", "shared-abi-lock 9\n");
    write(&dir, "broken.lock", lock("struct Batch, size 08, align 4\n"));
    fs::create_dir(dir.join("directory")).unwrap();
    let cases = [
        ("text.wasm", "text.wasm: not a wasm module"),
        ("empty.wasm", "empty.wasm: not a wasm module"),
        (
            "picture.png",
            "picture.png: neither a wasm module nor a lock file",
        ),
        ("notes.txt", "notes.txt: neither a wasm module nor a lock file"),
        ("./empty", "./empty: neither a wasm module nor a lock file"),
        ("plain.wasm", "plain.wasm: the module has no manifest"),
        ("stripped.wasm", "stripped.wasm: the module has no manifest"),
        ("none.wasm", "there are no layouts in none.wasm"),
        ("cut.wasm", "cut.wasm: the module is cut off"),
        ("component.wasm", "component.wasm: a component, not a module"),
        ("newer.lock", "newer.lock: a lock file of version 9"),
        ("broken.lock", "broken.lock: line 4: `08`: not a number"),
        ("no/such.wasm", "no/such.wasm can't be read: "),
        ("directory", "there is no Cargo.toml in directory"),
    ];
    for (file, expected) in cases {
        let error = run_in(&dir, &["show", file]).error();
        assert!(
            error.starts_with("error: ") && error.contains(expected),
            "{file}: {error}"
        );
        assert_eq!(error.lines().count(), 1, "{file}: {error}");
        if file != "none.wasm" {
            assert_eq!(run_in(&dir, &["diff", file, file]).error(), error);
        }
    }
}

/// Runs the program in a directory with no more than 100 MB of memory, its own code included.
#[cfg(target_os = "linux")]
fn run_in_small_memory(dir: &Path, args: &str) -> support::Run {
    let script = format!("ulimit -v 100000; exec \"$0\" {args}");
    run(std::process::Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_shared-abi")])
        .current_dir(dir))
}

#[cfg(target_os = "linux")]
#[test]
fn an_endless_file_is_not_read_to_its_end() {
    let error = run_in_small_memory(Path::new("/"), "show /dev/zero").error();
    assert_eq!(error, "error: /dev/zero: neither a wasm module nor a lock file\n");
}

#[test]
fn a_lock_file_has_a_length_that_people_can_read() {
    let dir = directory("long-lock");
    write(&dir, "long.lock", "# A comment.\n".repeat(1 << 20) + &lock(OLD));
    run_in(&dir, &["show", "long.lock"]).stdout(0);
    // What comes after the first 16 MiB must not be left out silently.
    let mut long = lock(OLD) + "#";
    long += &" ".repeat((16 << 20) - long.len());
    write(&dir, "long.lock", long + "\nstruct More, size 0, align 1\n");
    let error = run_in(&dir, &["show", "long.lock"]).error();
    assert_eq!(error, "error: long.lock: neither a wasm module nor a lock file\n");
}

#[test]
fn a_huge_module_is_looked_into_and_not_loaded() {
    let dir = directory("huge");
    // 300 MiB of code, none of them on the disk, then the manifest.
    let size = 300 << 20;
    let mut start = module(&[]);
    start.push(10);
    start.extend(support::leb128(size));
    let manifest = module(&[("shared-abi", &record(OLD))]).split_off(8);
    let path = dir.join("huge.wasm");
    let end = (start.len() + size) as u64;
    fs::write(&path, start).unwrap();
    let mut file = fs::File::options().write(true).open(&path).unwrap();
    std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(end)).unwrap();
    std::io::Write::write_all(&mut file, &manifest).unwrap();
    drop(file);
    let expected = {
        write(&dir, "small.wasm", guest(OLD));
        run_in(&dir, &["show", "small.wasm"]).stdout(0)
    };
    assert_eq!(run_in(&dir, &["show", "huge.wasm"]).stdout(0), expected);
    // The module has three times as much.
    #[cfg(target_os = "linux")]
    assert_eq!(run_in_small_memory(&dir, "show huge.wasm").stdout(0), expected);
    fs::remove_file(path).unwrap();
}

/// Whether a terminal would act on some of it.
fn has_control(text: &str) -> bool {
    text.chars()
        .any(|c| c != '\n' && c.is_control() || c == '\u{202e}')
}

#[test]
fn no_name_reaches_the_terminal_as_a_command() {
    let dir = directory("hostile");
    let escape = "struct \u{1b}[31mBatch, size 0, align 1\n";
    write(&dir, "hostile.wasm", guest(escape));
    write(&dir, "hostile.lock", lock(escape));
    for file in ["hostile.wasm", "hostile.lock"] {
        let error = run_in(&dir, &["show", file]).error();
        assert!(
            error.contains(r"\u{1b}[31mBatch") && !has_control(&error),
            "{error:?}"
        );
    }
    // What the user types is shown too, and may have been pasted.
    write(&dir, "plain.wasm", guest(OLD));
    let error = run_in(&dir, &["show", "plain.wasm", "\u{1b}[31mBatch\u{202e}"]).error();
    assert!(!has_control(&error), "{error:?}");
    let name = "a\u{1b}[31m\n.wasm";
    write(&dir, name, guest(OLD));
    let shown = run_in(&dir, &["diff", name, name]).stdout(0);
    assert!(
        shown.starts_with(r"a\u{1b}[31m\n.wasm → a\u{1b}[31m\n.wasm"),
        "{shown:?}"
    );
    assert!(!has_control(&shown), "{shown:?}");
}

#[test]
fn a_name_of_a_megabyte_makes_no_wide_columns() {
    let dir = directory("wide");
    let mut body = format!(
        "struct Wide, size 0, align 1\n    {}: PhantomData, offset 0, size 0\n",
        "x".repeat(400_000)
    );
    for i in 0..10_000 {
        body += &format!("    f{i}: PhantomData, offset 0, size 0\n");
    }
    write(&dir, "wide.wasm", guest(&body));
    let shown = run_in(&dir, &["show", "wide.wasm"]).stdout(0);
    // The name itself is not cut where the output is no terminal.
    let long: Vec<_> = shown.lines().filter(|line| line.chars().count() >= 200).collect();
    assert!(matches!(long.as_slice(), [line] if line.contains(&format!("{}: ", "x".repeat(400_000)))));
    assert_eq!(shown.lines().count(), 10_003);
}

#[test]
fn colours_are_for_who_wants_them() {
    let dir = files("colours");
    let with = |args: &[&str], env: &[(&str, &str)]| {
        let mut command = shared_abi();
        command
            .current_dir(&dir)
            .args(["diff", "old.wasm", "new.wasm"])
            .args(args);
        run(command.envs(env.iter().copied()))
            .stdout(1)
            .contains('\u{1b}')
    };
    // The output is a pipe.
    assert!(!with(&[], &[]));
    assert!(!with(&["--color", "auto"], &[]));
    assert!(with(&["--color", "always"], &[]));
    assert!(!with(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(with(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!with(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    let error = run_in(&dir, &["show", "no.wasm", "--color", "always"]).error();
    assert!(
        error.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "),
        "{error:?}"
    );
}
