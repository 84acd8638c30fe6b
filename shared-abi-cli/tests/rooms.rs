//! The rooms of this crate's sources: which module may know which.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each module, as `output::json` or `voice`, with the modules that it names.
type Modules = BTreeMap<String, BTreeSet<String>>;

/// The modules of the crate. One that stands for its room, as `command/mod.rs`, has the room's name.
fn modules() -> Modules {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        let name = stem(&path);
        match name.as_str() {
            // The roots of the library and of the programs know everything.
            "lib" | "bin" => {}
            room if path.is_dir() => {
                for entry in fs::read_dir(&path).unwrap() {
                    let path = entry.unwrap().path();
                    let module = match stem(&path).as_str() {
                        "mod" => room.to_owned(),
                        name => format!("{room}::{name}"),
                    };
                    texts.insert(module, fs::read_to_string(path).unwrap());
                }
            }
            _ => {
                texts.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    let names = |text: &String| {
        assert!(
            !text.contains("use crate::{"),
            "name each module by its whole path"
        );
        let paths = text.split("crate::").skip(1).map(|rest| {
            let end = rest.find(|c: char| c != ':' && c != '_' && !c.is_alphanumeric());
            let path = &rest[..end.unwrap_or(rest.len())];
            let mut parts = path.split("::");
            let room = parts.next().unwrap_or_default().to_owned();
            let module = format!("{room}::{}", parts.next().unwrap_or_default());
            if texts.contains_key(&module) { module } else { room }
        });
        paths.filter(|name| texts.contains_key(name)).collect()
    };
    texts
        .iter()
        .map(|(name, text)| (name.clone(), names(text)))
        .collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or(module)
}

#[test]
fn builds_and_output_know_neither_each_other_nor_the_commands() {
    let rooms = ["command", "build", "output"];
    let modules = modules();
    for own in rooms {
        assert!(
            modules.keys().filter(|name| room(name) == own).count() > 1,
            "no {own}"
        );
    }
    for (name, known) in &modules {
        for other in known {
            let (own, other_room) = (room(name), room(other));
            let may = own == "command" || own == other_room || !rooms.contains(&other_room);
            assert!(may, "{name} knows {other}");
        }
    }
}

#[test]
fn no_modules_know_each_other_in_a_circle() {
    let mut left = modules();
    // Who knows nobody else of those that are left is in no circle.
    loop {
        let all: BTreeSet<_> = left.keys().cloned().collect();
        let before = left.len();
        left.retain(|name, known| known.iter().any(|other| other != name && all.contains(other)));
        if left.len() == before {
            break;
        }
    }
    assert!(left.is_empty(), "in a circle, or know one: {left:?}");
}
