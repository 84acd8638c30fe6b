//! `cargo xtask mutants`: what a guest's bytes pass through is changed in one place at a time, and a test has to fail.
//!
//! A change that no test notices is a survivor. Each is explained in `mutants.txt`, or is an error; and so is an
//! explanation of one that doesn't survive any more.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::process::{self, cargo, output, run};

/// The version of cargo-mutants: another one makes other changes.
const VERSION: &str = "27.1.0";

/// Code that is changed together, and the packages whose tests have to notice.
struct Room {
    name: &'static str,
    /// Files, and folders with all that is in them.
    paths: &'static [&'static str],
    tests: &'static [&'static str],
    /// Which of those packages' tests, in the words of `cargo test`.
    only: &'static str,
}

/// All but the examples in the documentation, which show and don't test, and take longer than all tests together.
const TESTS: &str = "--all-targets";

const ROOMS: &[Room] = &[
    Room {
        name: "memory",
        paths: &["shared-abi/src/memory/"],
        tests: &["shared-abi"],
        only: TESTS,
    },
    Room {
        name: "abi",
        paths: &[
            "shared-abi/src/abi.rs",
            "shared-abi/src/describe.rs",
            "shared-abi/src/fields.rs",
        ],
        tests: &["shared-abi"],
        only: TESTS,
    },
    Room {
        name: "pointer",
        paths: &["shared-abi/src/pointer/"],
        tests: &["shared-abi"],
        only: TESTS,
    },
    Room {
        name: "signature",
        paths: &["shared-abi/src/signature/"],
        tests: &["shared-abi", "tests"],
        // Those that build no other guests.
        only: "--lib --test export --test guest_code",
    },
    Room {
        name: "model",
        paths: &["shared-abi-model/src/"],
        tests: &["shared-abi-model", "shared-abi-layouts"],
        only: TESTS,
    },
    Room {
        name: "layouts",
        paths: &[
            "shared-abi-layouts/src/layouts.rs",
            "shared-abi-layouts/src/notation.rs",
            "shared-abi-layouts/src/lock.rs",
            "shared-abi-layouts/src/excerpt.rs",
        ],
        tests: &["shared-abi-layouts"],
        only: TESTS,
    },
    Room {
        name: "manifest",
        paths: &[
            "shared-abi-manifest/src/section.rs",
            "shared-abi-manifest/src/record.rs",
            "shared-abi-manifest/src/manifest.rs",
            "shared-abi-manifest/src/expect.rs",
        ],
        tests: &["shared-abi-manifest"],
        only: TESTS,
    },
    Room {
        name: "wasmtime",
        paths: &[
            "shared-abi-wasmtime/src/block.rs",
            "shared-abi-wasmtime/src/ledger.rs",
            "shared-abi-wasmtime/src/admission.rs",
            "shared-abi-wasmtime/src/guest/registry.rs",
            "shared-abi-wasmtime/src/guest/last.rs",
            "shared-abi-wasmtime/src/reason.rs",
        ],
        tests: &["shared-abi-wasmtime"],
        only: TESTS,
    },
];

/// Changes the named rooms or files, or all rooms. `target` is where cargo puts what it builds.
pub fn mutants(names: &[String], root: &Path, target: &Path) -> Result<()> {
    let runs = runs(names)?;
    install()?;
    let explained = Explained::read(&root.join("xtask/mutants.txt"))?;
    let mut failures = Vec::new();
    for (room, paths) in runs {
        let survivors = survivors(room, &paths, &target.join("mutants"))?;
        failures.extend(explained.compare(&paths, &survivors));
    }
    if failures.is_empty() {
        return Ok(());
    }
    bail!("{}", failures.join("\n"))
}

/// Which paths of which room are to be changed.
fn runs(names: &[String]) -> Result<Vec<(&'static Room, Vec<String>)>> {
    let whole = |room: &'static Room| (room, room.paths.iter().map(|path| (*path).to_owned()).collect());
    if names.is_empty() {
        return Ok(ROOMS.iter().map(whole).collect());
    }
    names
        .iter()
        .map(|name| {
            if let Some(room) = ROOMS.iter().find(|room| room.name == name) {
                return Ok(whole(room));
            }
            let room = ROOMS
                .iter()
                .find(|room| room.paths.iter().any(|path| name.starts_with(path)));
            let Some(room) = room else {
                let rooms: Vec<_> = ROOMS.iter().map(|room| room.name).collect();
                bail!(
                    "`{name}` is no room, nor a file in one; the rooms are {}",
                    rooms.join(", ")
                );
            };
            Ok((room, vec![name.clone()]))
        })
        .collect()
}

fn install() -> Result<()> {
    let found = output(cargo("mutants --version"));
    if found.is_some_and(|text| text.trim_end().ends_with(VERSION)) {
        return Ok(());
    }
    run(&mut cargo(&format!(
        "install cargo-mutants --locked --version {VERSION}"
    )))
}

/// Makes every change to `paths`, one at a time, and returns those that no test noticed.
fn survivors(room: &Room, paths: &[String], dir: &Path) -> Result<Vec<String>> {
    let output = dir.join(room.name);
    fs::create_dir_all(&output).with_context(|| output.display().to_string())?;
    let mut command = command(room, paths, &output);
    // 2 and 3 stand for survivors and for tests that took too long, which is how a change to a loop is noticed.
    let status = process::status(&mut command)?;
    ensure!(
        matches!(status.code(), Some(0 | 2 | 3)),
        "cargo-mutants failed: {status}"
    );
    let missed = output.join("mutants.out/missed.txt");
    let text = fs::read_to_string(&missed).with_context(|| missed.display().to_string())?;
    Ok(text.lines().map(without_line).collect())
}

fn command(room: &Room, paths: &[String], output: &Path) -> Command {
    let mut command = cargo("mutants --no-shuffle --minimum-test-timeout 60 --output");
    command.arg(output);
    for path in paths {
        command.arg("--file").arg(if path.ends_with('/') {
            format!("{path}**")
        } else {
            path.clone()
        });
    }
    for package in room.tests {
        command.arg("--test-package").arg(package);
    }
    if room.only != TESTS {
        // The unchanged tree is tested with the tests of the changed package alone, which may not have those.
        command.args(["--baseline", "skip", "--timeout", "300"]);
    }
    command.arg("--").args(room.only.split_whitespace());
    // Hundreds of builds: none needs to be debugged.
    // Each run builds in its copy of the repository: in a folder of several copies cargo would take the one's build for
    // the other's.
    command
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("CARGO_TARGET_DIR");
    command
}

/// A change's name without its place in the file, which each edit above it moves.
fn without_line(name: &str) -> String {
    let Some((file, rest)) = name.split_once(".rs:") else {
        return name.to_owned();
    };
    let change = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    format!("{file}.rs:{change}")
}

/// The survivors that are explained, each as often as it may survive.
struct Explained {
    names: BTreeMap<String, usize>,
}

impl Explained {
    fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Self::parse(&text)
    }

    /// Paragraphs, each of a reason in lines that start with `#`, and the changes that it explains.
    fn parse(text: &str) -> Result<Self> {
        let mut names = BTreeMap::new();
        let mut has_reason = false;
        for line in text.lines() {
            if line.is_empty() {
                has_reason = false;
            } else if line.starts_with('#') {
                has_reason = true;
            } else {
                ensure!(has_reason, "mutants.txt: no reason above `{line}`");
                *names.entry(line.to_owned()).or_default() += 1;
            }
        }
        Ok(Self { names })
    }

    /// What is wrong with the survivors among the changes to `paths`.
    fn compare(&self, paths: &[String], survivors: &[String]) -> Vec<String> {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (name, count) in &self.names {
            if paths.iter().any(|path| name.starts_with(path.as_str())) {
                counts.entry(name).or_default().0 = *count;
            }
        }
        for name in survivors {
            counts.entry(name).or_default().1 += 1;
        }
        counts
            .into_iter()
            .filter_map(|(name, (explained, survived))| match explained.cmp(&survived) {
                std::cmp::Ordering::Less => Some(format!(
                    "no test notices: {name}\n  write one, or explain in xtask/mutants.txt why none is needed"
                )),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(format!(
                    "doesn't survive any more: {name}\n  remove it from xtask/mutants.txt"
                )),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    const LIST: &str = "# Only for speed.\na/x.rs: replace f -> u8 with 0\na/x.rs: replace f -> u8 with 0\n\n# Text.\nb.rs: g\n";

    #[test]
    fn survivors_and_explanations_are_held_against_each_other() {
        let explained = Explained::parse(LIST).unwrap();
        let (f, g) = ("a/x.rs: replace f -> u8 with 0", "b.rs: g");
        let compare =
            |paths: &[&str], survivors: &[&str]| explained.compare(&owned(paths), &owned(survivors));
        assert!(compare(&["a/"], &[f, f]).is_empty());
        assert!(compare(&["a/", "b.rs"], &[f, g, f]).is_empty());
        // One fewer, one more, and one that nobody knows.
        assert!(compare(&["a/"], &[f])[0].starts_with("doesn't survive any more: a/x.rs: replace f"));
        assert!(compare(&["a/"], &[f, f, f])[0].starts_with("no test notices: a/x.rs: replace f"));
        let failures = compare(&["a/", "b.rs"], &[f, f, "a/y.rs: h"]);
        assert_eq!(failures.len(), 2, "{failures:?}");
        assert!(
            failures[0].starts_with("no test notices: a/y.rs: h\n"),
            "{failures:?}"
        );
        assert!(
            failures[1].starts_with("doesn't survive any more: b.rs: g\n"),
            "{failures:?}"
        );
    }

    #[test]
    fn each_explanation_has_a_reason() {
        assert!(Explained::parse("# Why.\nx\n\ny\n").is_err());
        assert!(Explained::parse("x\n").is_err());
        assert!(Explained::parse("").unwrap().names.is_empty());
    }

    #[test]
    fn a_change_is_known_wherever_it_moves() {
        assert_eq!(
            without_line("a/src/x.rs:9:35: replace << with >> in f"),
            "a/src/x.rs: replace << with >> in f"
        );
    }

    #[test]
    fn a_room_or_a_file_of_one_can_be_named() {
        assert_eq!(runs(&[]).unwrap().len(), ROOMS.len());
        let [(room, paths)] = &runs(&owned(&["shared-abi/src/memory/range.rs"])).unwrap()[..] else {
            panic!("one run")
        };
        assert_eq!(
            (room.name, paths),
            ("memory", &owned(&["shared-abi/src/memory/range.rs"]))
        );
        let error = runs(&owned(&["shared-abi/src/text.rs"]))
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(
            error.ends_with(
                "the rooms are memory, abi, pointer, signature, model, layouts, manifest, wasmtime"
            ),
            "{error}"
        );
    }

    #[test]
    fn rooms_and_explanations_are_of_files_that_there_are() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let paths = ROOMS.iter().flat_map(|room| room.paths);
        for path in paths {
            assert!(root.join(path).exists(), "{path}");
        }
        let explained = Explained::read(&root.join("xtask/mutants.txt")).unwrap();
        for name in explained.names.keys() {
            let (file, _) = name.split_once(": ").unwrap();
            assert!(root.join(file).is_file(), "{name}");
            assert!(
                ROOMS
                    .iter()
                    .flat_map(|room| room.paths)
                    .any(|path| file.starts_with(path)),
                "{name}"
            );
        }
    }
}
