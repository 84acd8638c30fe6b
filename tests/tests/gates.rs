//! The three gates, as the README shows them: its outputs are the real ones.

#![forbid(unsafe_code)]

use std::fs;

use shared_abi::{AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, SharedAbi, Slice, layout_of};
use shared_abi_manifest::Expect;
use tests::{RustcError, Scratch, WASM, target_dir};

/// Today's types.
#[derive(SharedAbi)]
#[repr(C)]
struct Batch {
    id: u64,
    activity: u8,
    seq: u64,
    samples: Slice<Sample>,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Sample {
    at: u32,
    value: f32,
}

/// As they were when the guest was built; `samples` is at 16.
const BEFORE: &str = "\
#![forbid(unsafe_code)]
use shared_abi::{SharedAbi, Slice};

#[derive(SharedAbi)]
#[repr(C)]
pub struct Batch {
    pub id: u64,
    pub activity: u8,
    pub samples: Slice<Sample>,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample {
    pub at: u32,
    pub value: f32,
}

shared_abi::manifest!(Batch);
";

#[track_caller]
fn assert_in_readme(text: &str) {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    assert!(readme.contains(text), "the README doesn't show:\n{text}");
}

/// The type whose layout the README prints.
#[derive(SharedAbi)]
#[repr(C)]
struct Frame {
    id: u32,
    kind: u8,
    visible: bool,
}

#[test]
fn a_layout_is_printed() {
    assert_in_readme(&format!("```text\n{}\n```", layout_of::<Frame>()));
}

#[test]
fn at_compile_time() {
    let types = Scratch::new("gate-1", "shared-abi");
    let lock = "shared-abi-lock 1\ncrate gate_1\n\nstruct Batch, size 32, align 8\n    id: u64, offset 0, size 8\n    \
                activity: u8, offset 8, size 1\n    samples: Slice<Sample>, offset 16, size 16\n";
    types.write("shared-abi.lock", lock);
    types.write("src/lib.rs", BEFORE);
    let build = types.cargo(&["build"]);
    assert!(build.success, "{}", build.stderr);
    let today = BEFORE.replace("pub activity: u8,\n", "pub activity: u8,\n    pub seq: u64,\n");
    types.write("src/lib.rs", &today);
    let build = types.cargo(&["build"]);
    let errors = RustcError::parse_all(&build.stderr);
    let [seq, samples] = errors.as_slice() else {
        panic!("{}", build.stderr)
    };
    for error in [seq, samples] {
        // The first line is ours, the one with the place isn't, and the last says which constant it was.
        let shown: Vec<_> = error.text.lines().collect();
        // Where the command isn't installed, it says where it comes from, too.
        let (words, _) = shown[0].split_once(" (cargo install").unwrap_or((shown[0], ""));
        assert_in_readme(words);
        assert_in_readme(shown[3]);
        let caret = shown[4].trim_end_matches(|c| c != '^');
        assert_in_readme(&format!("{}\n{caret}", shown[3]));
    }
}

#[test]
fn at_load() {
    let guest = Scratch::new("gate-2", "shared-abi");
    guest.extend_manifest("\n[lib]\ncrate-type = [\"cdylib\"]\n");
    guest.write("src/lib.rs", BEFORE);
    let build = guest.cargo(&["build", "--target", WASM]);
    assert!(build.success, "{}", build.stderr);
    let wasm = fs::read(target_dir().join(WASM).join("debug/gate_2.wasm")).unwrap();
    let error = Expect::types::<Batch>().check_wasm(&wasm).unwrap_err();
    println!("{error}");
    assert_in_readme(&error.to_string());
}

#[test]
fn at_access() {
    let mut bytes = AlignedBytes::<65536>::ZERO;
    let at = Ptr::<Batch>::new(1024);
    let batch = Batch {
        id: 1,
        activity: 2,
        seq: 3,
        samples: Slice::new(0xff00, 100),
    };
    LinearMemoryMut::new(&mut bytes).write(at, batch).unwrap();
    let batch = LinearMemory::new(&bytes).get(at).unwrap();
    let error = batch.samples().err().expect("its samples end past the memory");
    println!("{error}");
    assert_in_readme(&error.to_string());
}
