//! A union whose members differ in size is read, but never written by the host: the bytes that a smaller
//! member leaves could be the host's.
//!
//! The build stops when the writing code is generated, which `cargo check` doesn't get to.

use tests::Scratch;

/// Each way of writing that must not build, with the type that it is for.
const WAYS: &[(&str, &str)] = &[
    (
        "write",
        "memory.write(Ptr::<Short>::new(16), Short { byte: 1 }).unwrap();",
    ),
    (
        "write-slice",
        "memory.write_slice(Slice::<Short>::new(16, 1), &[Short { byte: 1 }]).unwrap();",
    ),
    (
        "get-mut",
        "*memory.get_mut(Ptr::<Short>::new(16)).unwrap() = Short { byte: 1 };",
    ),
    (
        "slice-mut",
        "*memory.slice_mut(Slice::<Short>::new(16, 1)).unwrap().get_mut(0).unwrap() = Short { byte: 1 };",
    ),
    (
        "copy-from-slice",
        "memory.slice_mut(Slice::<Short>::new(16, 1)).unwrap().copy_from_slice(&[Short { byte: 1 }]).unwrap();",
    ),
    (
        "holder",
        "memory.get_mut(Ptr::<Holder>::new(16)).unwrap().short.byte = 1;",
    ),
    (
        "array",
        "memory.get_mut(Ptr::<[Short; 2]>::new(16)).unwrap()[1].byte = 1;",
    ),
    (
        "array-slice",
        "memory.slice_mut(Slice::<[Short; 2]>::new(16, 1)).unwrap().copy_from_slice(&[[Short { byte: 1 }; 2]]).unwrap();",
    ),
    (
        "padded-member",
        "*memory.get_mut(Ptr::<Gap>::new(16)).unwrap() = Gap { whole: [0; 2] };",
    ),
    (
        "pointer",
        "memory.get_mut(Ptr::<Leads>::new(32)).unwrap().short().unwrap().unwrap().byte = 1;",
    ),
];

const TYPES: &str = "
use shared_abi::{AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi, Slice};

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub union Short { byte: u8, word: u32 }

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub struct Padded { byte: u8, word: u32 }

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub union Gap { padded: Padded, whole: [u32; 2] }

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub struct Holder { word: u32, short: Short }

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
pub struct Leads { short: PtrMut<Short>, gap: PtrMut<Gap> }

fn read(memory: LinearMemory<'_>) -> bool {
    memory.get(Ptr::<Holder>::new(16)).is_ok()
        && memory.slice(Slice::<Short>::new(16, 2)).is_ok()
        && memory.read(Ptr::<Gap>::new(16)).is_ok()
        && memory.get(Ptr::<Leads>::new(16)).is_ok_and(|leads| leads.short().is_ok() && leads.gap().is_ok())
}
";

fn build(name: &str, statement: &str) -> tests::Build {
    let scratch = Scratch::new(&format!("union-{name}"), "shared-abi");
    let main = format!(
        "{TYPES}\nfn main() {{\n    let mut bytes = AlignedBytes::<64>::ZERO;\n    let mut memory = \
         LinearMemoryMut::new(&mut bytes);\n    {statement}\n    assert!(read(memory.shared()));\n}}\n"
    );
    scratch.write("src/main.rs", &main);
    scratch.cargo(&["build"])
}

#[test]
fn reading_builds() {
    // Writing another type is no reason to stop.
    let build = build(
        "read",
        "*memory.get_mut(Ptr::<Leads>::new(32)).unwrap() = Leads { short: PtrMut::NULL, gap: PtrMut::NULL };",
    );
    assert!(build.success, "{}", build.stderr);
}

#[test]
fn writing_does_not() {
    for (name, statement) in WAYS {
        let build = build(name, statement);
        assert!(!build.success, "{name} builds");
        let reason = "a union whose members differ in size can't be written by the host";
        assert!(build.stderr.contains(reason), "{name}: {}", build.stderr);
    }
}
