//! `--format json`: what `docs/json.md` says is what the program prints.

#![forbid(unsafe_code)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{directory, documented, guest, keys, run_in};

/// The keys of a type, and more of them.
fn type_keys_and<'a>(ty: &'a Value, more: &'a Value) -> Vec<&'a str> {
    let mut keys = [keys(ty), keys(more)].concat();
    keys.sort_unstable();
    keys
}

const BATCH: &str = "\
struct Batch, size 32, align 8
    kind: u8, offset 0, size 1
    sensor: u64, offset 8, size 8
    samples: Slice32<Sample>, offset 16, size 8
    seq: u32, offset 24, size 4
";

#[test]
fn show_prints_the_documented_type() {
    let dir = directory("json-show");
    fs::write(dir.join("guest.wasm"), guest(BATCH)).unwrap();
    let shown: Value =
        serde_json::from_str(&run_in(&dir, &["show", "guest.wasm", "--format", "json"]).stdout(0)).unwrap();
    assert_eq!(keys(&shown), keys(&documented("show")));
    assert_eq!(shown["source"], "guest.wasm");
    assert_eq!(shown["types"], json!([documented("type")]));
}

#[test]
fn numbers_are_whole_however_large() {
    let dir = directory("json-large");
    let most = i128::MAX;
    let size = u64::MAX;
    let body = format!(
        "enum Far, size {size}, align 1\n    tag: u64, offset 0, size 8\n    A = {most}\n    B = -1\n"
    );
    fs::write(dir.join("guest.wasm"), guest(&body)).unwrap();
    let shown = run_in(&dir, &["show", "guest.wasm", "--format=json"]).stdout(0);
    assert!(
        shown.contains(&format!("\"value\": {most}\n")) && shown.contains(&format!("\"size\": {size},\n")),
        "{shown}"
    );
}

#[test]
fn diff_prints_the_documented_lists() {
    let dir = directory("json-diff");
    let old = format!(
        "struct Alert, size 4, align 4\n    level: u32, offset 0, size 4\n{BATCH}{GAIT}    Walking = 1\n"
    );
    let new = format!(
        "struct Warning, size 4, align 4\n    level: u32, offset 0, size 4\n{}    more: u64, offset 32, size 8\n{GAIT}    Walking = 2\n",
        BATCH.replace("size 32", "size 40")
    );
    const GAIT: &str = "enum Gait, size 1, align 1\n    tag: u8, offset 0, size 1\n";
    fs::write(dir.join("old.wasm"), guest(&old)).unwrap();
    fs::write(dir.join("new.wasm"), guest(&new)).unwrap();
    let printed = run_in(&dir, &["diff", "old.wasm", "new.wasm", "--format", "json"]).stdout(1);
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let (documented, ty) = (documented("diff"), documented("type"));
    assert_eq!(keys(&printed), keys(&documented));
    for (key, expected) in [
        ("left", json!("old.wasm")),
        ("right", json!("new.wasm")),
        ("level", json!("layout")),
        ("allowed", json!(false)),
    ] {
        assert_eq!(printed[key], expected);
    }
    for (list, rename, name) in [
        ("removed", "renamed_to", "Warning"),
        ("added", "renamed_from", "Alert"),
    ] {
        assert_eq!(printed[list].as_array().unwrap().len(), 1);
        assert_eq!(keys(&printed[list][0]), type_keys_and(&ty, &documented[list][0]));
        assert_eq!(printed[list][0][rename], name);
        assert_eq!(printed[list][0]["allowed"], false);
    }
    let [batch, gait] = printed["changed"].as_array().unwrap().as_slice() else {
        panic!("{printed}")
    };
    assert_eq!(keys(batch), keys(&documented["changed"][0]));
    assert_eq!(batch["size"], json!({ "left": 32, "right": 40 }));
    assert_eq!(
        batch["fields"],
        json!([{
            "name": "more",
            "left": null,
            "right": { "name": "more", "type": "u64", "offset": 32, "size": 8, "align": 8, "added": false },
        }])
    );
    assert_eq!(gait["variants"], documented["changed"][0]["variants"]);
}

#[test]
fn errors_stay_text() {
    let dir = directory("json-error");
    let error = run_in(&dir, &["show", "no.wasm", "--format", "json"]).error();
    assert!(error.starts_with("error: no.wasm can't be read: "), "{error}");
}
