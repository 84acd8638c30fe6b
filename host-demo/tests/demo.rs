//! The demo as its user sees it: the binary, run.

mod centroid;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SCENARIOS: [&str; 7] = [
    "hub",
    "list",
    "append",
    "repeat",
    "expensive-calc",
    "stale",
    "hostile",
];

fn demo(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_host-demo"));
    command.args(args).output().expect("the demo starts")
}

/// What the demo prints when all is well.
#[track_caller]
fn success(args: &[&str]) -> String {
    let output = demo(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {errors}");
    assert_eq!(errors, "", "{args:?}");
    String::from_utf8(output.stdout).expect("the demo prints UTF-8")
}

/// The error that the demo prints.
#[track_caller]
fn failure(args: &[&str]) -> String {
    let output = demo(args);
    assert!(!output.status.success(), "{args:?} should fail");
    String::from_utf8(output.stderr).expect("the demo prints UTF-8")
}

#[track_caller]
fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
}

fn data() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/basic_motions.csv");
    fs::read_to_string(path).expect("the repository has its data")
}

/// A file for `--input`.
fn file(name: &str, text: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the file can be written");
    path.into_os_string().into_string().expect("the path is UTF-8")
}

/// The data with one cell changed: of `line`, counted from 1, the cell number `column`.
fn with_cell(line: usize, column: usize, value: &str) -> String {
    let data = data();
    let mut lines: Vec<_> = data.lines().map(str::to_owned).collect();
    let mut cells: Vec<_> = lines[line - 1].split(',').collect();
    cells[column] = value;
    lines[line - 1] = cells.join(",");
    lines.join("\n")
}

/// The error for a file, without the file's name.
#[track_caller]
fn input_error(name: &str, text: impl AsRef<[u8]>) -> String {
    let path = file(name, text);
    let error = failure(&["hub", "--input", &path]);
    let error = error
        .strip_prefix(&format!("error: {path}"))
        .unwrap_or_else(|| panic!("no path in {error}"));
    error.trim_end().to_owned()
}

#[test]
fn a_guest_of_older_types_is_refused() {
    let output = success(&["stale"]);
    assert_contains(
        &output,
        &[
            "Activity: guest 4 bytes, host 1; align 4 → 1; tag: u32 → u8\n",
            "Batch: header: size 4 → 8; label: offset 4 → 8\n",
            "Header: guest 4 bytes, host 8; interval_ms: only in host\n",
            "Verdict: activity: size 4 → 1\n",
            "today's types runs: 38 of 40 are right\n",
        ],
    );
}

#[test]
fn the_guest_labels_as_a_native_classifier_does() {
    let output = success(&["hub"]);
    let table = centroid::confusion_table(&data());
    let printed: Vec<[u32; 4]> = output.lines().filter_map(table_row).collect();
    assert_eq!(printed, table);

    let right: u32 = (0..4).map(|i| table[i][i]).sum();
    let total: u32 = table.as_flattened().iter().sum();
    assert_eq!(right, 38, "the data's README says what can be reached");
    assert_contains(&output, &[&format!("{right} of {total} are right")]);
}

/// The counts of a line of the confusion table, if it is one.
fn table_row(line: &str) -> Option<[u32; 4]> {
    let counts = line.split_whitespace().skip(1);
    let counts: Vec<u32> = counts.map(str::parse).collect::<Result<_, _>>().ok()?;
    counts.try_into().ok()
}

#[test]
fn the_hub_copies_each_sample_once() {
    let samples = data().lines().count() - 1;
    // Six axes of four bytes.
    let bytes = format!("{} bytes of samples", samples * 24);
    assert_contains(&success(&["hub"]), &[&bytes, "copied back:         0 bytes"]);
}

#[test]
fn the_hub_reads_the_file_that_it_is_given() {
    // One recording of each activity to learn from, and to label: each resembles itself most.
    let half: Vec<_> = data()
        .lines()
        .filter(|line| line.starts_with("train,"))
        .map(str::to_owned)
        .collect();
    let chosen = |line: &&String| ["0", "10", "20", "30"].contains(&line.split(',').nth(1).unwrap());
    let train: Vec<_> = half.iter().filter(chosen).cloned().collect();
    let test = train.iter().map(|line| line.replacen("train", "test", 1));
    let header = data().lines().next().unwrap().to_owned();
    let text = [header]
        .into_iter()
        .chain(train.iter().cloned())
        .chain(test)
        .collect::<Vec<_>>()
        .join("\n");
    let path = file("four.csv", text);
    for args in [&["hub", "--input", &path][..], &["--input", &path]] {
        assert_contains(
            &success(args),
            &["4 recordings to learn from, 4 to label", "4 of 4 are right"],
        );
    }
}

#[test]
fn list() {
    let output = success(&["list"]);
    assert_contains(
        &output,
        &[
            "built by the guest:   1:1 -> 2:4 -> 3:9 -> 4:16 -> 5:25\n",
            "summed by the guest:  55\n",
            "changed by the host:  1:100 -> 0:7 -> 2:-4 -> 3:9 -> 4:16 -> 5:25\n",
            "summed by the guest:  153\n",
        ],
    );
    let rows: Vec<Vec<_>> = output
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    for row in [
        ["next", "8..12", "8..16", "8..16"],
        ["size", "12", "16", "16"],
        ["alignment", "4", "8", "8"],
    ] {
        assert!(rows.iter().any(|words| *words == row), "no {row:?} in:\n{output}");
    }
}

#[test]
fn append() {
    let output = success(&["append"]);
    assert_contains(&output, &["out: The input string<---- This is your string\n"]);
}

#[test]
fn repeat() {
    let output = success(&["repeat"]);
    assert_eq!(output.matches("Rust").count(), 1 + 10, "{output}");
}

#[test]
fn expensive_calc() {
    let output = success(&["expensive-calc"]);
    // The numbers from 12 to before 34, 24 bytes each.
    assert_contains(
        &output,
        &["528 bytes", "22 steps", "the host calculates the same"],
    );
}

#[test]
fn hostile() {
    let output = success(&["hostile"]);
    assert_eq!(output.lines().count(), 1 + 11, "{output}");
    for (lie, error) in [
        ("Null", "a null pointer"),
        ("PastTheEnd", "past the "),
        ("AcrossTheEnd", "past the "),
        ("Misaligned", "must be at a multiple of 8 bytes"),
        ("BadTag", "byte 0 (`severity`) is 0x7, which is no `Severity`"),
        ("BadBool", "byte 1 (`read`) is 0x2, which is no `bool`"),
        ("BadText", "Report.title -> "),
        ("HugeCount", "4294967295 × 24 bytes end at "),
        ("NullWithCount", "a null pointer with a length of 100"),
        ("BadNext", "Report.next -> "),
        ("Cycle", "more than the limit of 1000 elements"),
    ] {
        let line = output
            .lines()
            .find(|line| line.trim_start().starts_with(lie))
            .expect(lie);
        assert_contains(line, &[error]);
    }
}

#[test]
fn without_arguments_everything_runs() {
    let output = success(&[]);
    let each: Vec<_> = SCENARIOS.iter().map(|scenario| success(&[scenario])).collect();
    assert_eq!(output, each.join("\n"));
}

#[test]
fn help_has_a_line_for_each_scenario() {
    let help = success(&["--help"]);
    for scenario in SCENARIOS {
        let has_text = |line: &str| {
            line.trim_start()
                .trim_start_matches("- ")
                .starts_with(&format!("{scenario}:"))
        };
        assert_eq!(
            help.lines().filter(|line| has_text(line)).count(),
            1,
            "{scenario} in:\n{help}"
        );
    }
    assert_contains(&help, &["--input <FILE>"]);
}

#[test]
fn unknown_names_are_refused() {
    assert_contains(
        &failure(&["hubb"]),
        &["invalid value 'hubb'", "hub, list, append"],
    );
    assert_contains(&failure(&["hub", "list"]), &["unexpected argument 'list'"]);
    assert_contains(&failure(&["--output"]), &["unexpected argument '--output'"]);
    assert_contains(&failure(&["list", "--input", "x.csv"]), &["`list` reads no data"]);
}

#[test]
fn a_missing_file_is_named() {
    let error = failure(&["hub", "--input", "no/such/file.csv"]);
    assert!(
        error.starts_with("error: can't read no/such/file.csv: "),
        "{error}"
    );
}

#[test]
fn a_malformed_file_is_located() {
    let bad = |line, column, value| {
        input_error(
            &format!("bad-{line}-{column}.csv"),
            with_cell(line, column, value),
        )
    };
    assert_eq!(
        bad(17, 4, "fast"),
        ":17: column `acc_x` is `fast`, which is no number"
    );
    assert_eq!(
        bad(8001, 9, "NaN"),
        ":8001: column `gyro_z` is `NaN`, which is no number"
    );
    assert_eq!(
        bad(3, 0, "tset"),
        ":3: column `split` is `tset`, which is none of train, test"
    );
    assert_eq!(
        bad(4, 1, "-1"),
        ":4: column `recording` is `-1`, which is no whole number from 0 to 4294967295"
    );
    assert_eq!(
        bad(5, 2, "sleeping"),
        ":5: column `activity` is `sleeping`, which is none of standing, walking, running, badminton"
    );
    assert_eq!(
        bad(6, 2, "running"),
        ":6: column `activity` is `running`, but the recording began as `standing`"
    );
    assert_eq!(bad(7, 3, "4"), ":7: column `sample` is `4`, where 5 must follow");
    assert_eq!(bad(2, 3, "1"), ":2: column `sample` is `1`, where 0 must follow");
    assert_eq!(bad(1, 5, "acc_w"), ":1: no column `acc_y` in the header");
    assert_eq!(
        bad(102, 1, "0"),
        ":102: column `sample` is `0`, where 100 must follow"
    );
    assert_eq!(
        bad(203, 1, "0"),
        ":203: column `recording` is `0`: the recording's samples must stand together"
    );
    assert_eq!(bad(9, 9, "1,2"), ":9: 11 columns, where the header has 10");
}

#[test]
fn a_file_that_is_no_data_is_refused() {
    let lines = |prefix: &str| {
        let data = data();
        let lines = data
            .lines()
            .filter(|line| line.starts_with("split,") || line.starts_with(prefix));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        input_error("empty.csv", ""),
        ":1: no column `split` in the header"
    );
    assert_eq!(input_error("train.csv", lines("train")), ": no `test` recordings");
    assert_eq!(input_error("test.csv", lines("test")), ": no `train` recordings");
    let bytes = [data().as_bytes(), b"test,\xFF,0,0,0,0,0,0,0,0\n"].concat();
    assert_eq!(input_error("binary.csv", bytes), ":8002: not UTF-8");
    let windows = with_cell(17, 4, "fast").replace('\n', "\r\n");
    assert_eq!(
        input_error("windows.csv", windows),
        ":17: column `acc_x` is `fast`, which is no number"
    );
    let gap = data().replacen("train,0,standing,2,", "\n\ntrain,0,standing,7,", 1);
    assert_eq!(
        input_error("gap.csv", gap),
        ":6: column `sample` is `7`, where 2 must follow"
    );
}
