//! Four expansions, kept as files, so that a review sees how they grow.

use std::path::Path;
use std::{env, fs};

/// Set to have the files written anew.
const ACCEPT: &str = "SHARED_ABI_ACCEPT_EXPANSIONS";

const KEPT: [(&str, &str); 4] = [
    (
        "flat",
        "#[repr(C)] pub struct Sample { pub id: u64, pub value: f32, pub count: u32 }",
    ),
    (
        "pointers",
        "#[repr(C)] pub struct Node { pub value: u64, pub next: *mut Node, pub name: *const str }",
    ),
    (
        "nested",
        "#[repr(C)] pub struct Outer { pub id: u64, pub inner: Inner }",
    ),
    (
        "enum_with_data",
        "#[repr(C, u8)] pub enum Event { Idle, Key(u32), Text { text: Str, at: Place } }",
    ),
];

#[test]
fn the_expansions_are_those_that_are_kept() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expansions");
    let mut changed = Vec::new();
    for (name, item) in KEPT {
        let input = syn::parse_str(item).expect("a type");
        let file = syn::parse2(crate::derive(&input)).expect("an expansion is made of items");
        let expansion = format!("// {item}\n\n{}", prettyplease::unparse(&file));
        let path = directory.join(name).with_extension("rs");
        if env::var_os(ACCEPT).is_some() {
            fs::write(&path, &expansion).expect("the directory can be written to");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        if let Some((number, line)) = first_difference(&kept, &expansion) {
            let (before, now) = (kept.lines().count(), expansion.lines().count());
            changed.push(format!(
                "{name}: {before} lines, now {now}; the first that differs, {number}: {line}"
            ));
        }
    }
    assert!(
        changed.is_empty(),
        "run this with {ACCEPT}=1 and look at the changes:\n{}",
        changed.join("\n")
    );
}

/// The number and the text of the first line of `now` that isn't the one that was kept.
fn first_difference<'a>(kept: &str, now: &'a str) -> Option<(usize, &'a str)> {
    if kept == now {
        return None;
    }
    let mut before = kept.lines();
    let differs = now
        .lines()
        .enumerate()
        .find(|(_, line)| before.next() != Some(line));
    Some(differs.map_or((now.lines().count(), ""), |(index, line)| (index + 1, line)))
}
