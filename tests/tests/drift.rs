//! A layout that has drifted from what was agreed on is seen: by its pins and by the lock in `cargo build`, for the host
//! and for the guest; and by the manifest, before the guest starts.

#![forbid(unsafe_code)]

use shared_abi_layouts::Lock;
use shared_abi_manifest::{Expect, Manifest, ManifestError};
use tests::drift::{Pair, TYPES, drifts, unpinned};
use tests::{RustcError, Scratch};

/// The same types, as the host that is being run knows them.
#[path = "../drift/types.rs"]
#[expect(dead_code, reason = "only their layouts are of use here")]
mod types;

#[test]
fn pins_stop_both_builds() {
    let pair = Pair::new("pins");
    let report: String = drifts()
        .iter()
        .map(|drift| pair.complaints(drift.what, &drift.types(), drift.pins))
        .collect();
    assert!(report.is_empty(), "{report}");
}

#[test]
fn the_lock_stops_both_builds() {
    let pair = Pair::new("lock");
    let manifest = Manifest::from_wasm(&pair.wasm(&unpinned(TYPES))).unwrap();
    let lock = Lock::without_features("lock_types", manifest.layouts().clone());
    assert_eq!(manifest.layouts().len(), 3);
    pair.types.write(Lock::FILE_NAME, &lock.to_string());
    let report: String = drifts()
        .iter()
        .map(|drift| pair.complaints(drift.what, &drift.unpinned(), drift.lock))
        .collect();
    assert!(report.is_empty(), "{report}");
}

#[test]
fn a_host_refuses_the_guest() {
    let pair = Pair::new("load");
    let expect = Expect::types::<(types::Sample, types::Block)>();
    let mut report = String::new();
    for drift in drifts() {
        let Some(lines) = drift.load else { continue };
        let asked = lines.join("\n");
        let seen = match expect.check_wasm(&pair.wasm(&drift.unpinned())) {
            Ok(_) => String::new(),
            Err(ManifestError::Mismatch(mismatch)) => mismatch.to_string(),
            Err(other) => panic!("{}: {other}", drift.what),
        };
        if seen != asked {
            report += &format!("\n=== {}: asked for\n{asked}\nsaw\n{seen}\n", drift.what);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn a_target_that_aligns_otherwise_is_refused() {
    let scratch = Scratch::new("other-alignment", "shared-abi");
    scratch.write(
        "src/lib.rs",
        "use shared_abi::SharedAbi;\n\n#[derive(SharedAbi)]\n#[repr(C)]\npub struct Clock {\n    pub time: u64,\n}\n",
    );
    let build = scratch.cargo(&["check", "--target", "i686-unknown-linux-gnu"]);
    let errors = RustcError::parse_all(&build.stderr);
    assert!(!build.success);
    let [error] = errors.as_slice() else {
        panic!("{}", build.stderr)
    };
    let asked = "`Clock` is aligned to 4 by this target's compiler, but to 8 in the shared ABI; a target that \
                 aligns types otherwise can't share them";
    assert!(error.text.contains(asked), "{}", error.text);
    assert_eq!(
        (error.line, error.column, error.width),
        (5, 12, 5),
        "{}",
        error.text
    );
    // What has the same alignment everywhere can be shared there too.
    scratch.write(
        "src/lib.rs",
        "use shared_abi::SharedAbi;\n\n#[derive(SharedAbi)]\n#[repr(C)]\npub struct Clock {\n    pub time: u32,\n}\n",
    );
    let build = scratch.cargo(&["check", "--target", "i686-unknown-linux-gnu"]);
    assert!(build.success, "{}", build.stderr);
}

/// Not seen by `cargo check`, so not among the cases for trybuild.
#[test]
fn the_host_writes_no_union_with_short_members() {
    let scratch = Scratch::new("short-member", "shared-abi");
    let source = "use shared_abi::{LinearMemoryMut, Ptr, SharedAbi};

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub union Value {
    pub small: u8,
    pub large: u32,
}

pub fn write(memory: &mut LinearMemoryMut<'_>) {
    let _ = memory.write(Ptr::<Value>::new(8), Value { large: 1 });
}
";
    scratch.write("src/lib.rs", source);
    let build = scratch.cargo(&["build"]);
    assert!(!build.success);
    assert!(
        build
            .stderr
            .contains("a union whose members differ in size can't be written by the host"),
        "{}",
        build.stderr
    );
    scratch.write("src/lib.rs", &source.replace("small: u8", "small: f32"));
    let build = scratch.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
}
