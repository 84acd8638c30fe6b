//! `__private`, the door for generated code: nothing in it lets safe code do what it couldn't do anyway.
//!
//! What an `unsafe impl` of the derive rests on isn't here. It is what the traits themselves lead to: their constants, and
//! the functions of `Checks`, which is the type of one of these. `tests/tests/door.rs` has the programs that try.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use shared_abi::{AccessError, AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, SharedAbi};

/// Each item, and why a safe caller may have it. A new one needs a reason before it can be added.
const ITEMS: &[(&str, &str)] = &[
    ("Locked", "data, which is compared while compiling"),
    ("assert_locked assert_locked_field", "compare and panic"),
    (
        "section",
        "texts and numbers; its functions read layouts and return bytes",
    ),
    (
        "Checks",
        "the type of a constant of an unsafe trait; what it asserts of memory is asserted of types, and the rest is unsafe",
    ),
    (
        "Node",
        "lists of layouts: what a manifest says is never believed when memory is accessed",
    ),
    ("Named", "as `Node`"),
    ("Origin", "as `Node`"),
    (
        "Edge",
        "holds a `MaybeUninit` that both constructors initialize, and nobody else can make or change one",
    ),
    ("Invalid", "an error; who makes one refuses a value"),
    (
        "HeadView",
        "made by a checked read, or from a view, which is one; its parts are private",
    ),
    (
        "Derived FormBy Vetted",
        "safe traits without functions: what they lead to is held against the true type by what follows behind them",
    ),
    ("Describes DescribesHead", "unsafe traits"),
    (
        "FromView",
        "takes a view, which is made by a checked read only; what it hands out borrows the memory, and uses the view up",
    ),
    (
        "Accessed AccessedMut Here",
        "say what an accessor returns; to get one there has to be a view",
    ),
    ("Site", "two texts, for errors"),
    (
        "Slot",
        "a safe trait: it is asked what to return, and the library asks its own slots only",
    ),
    (
        "Select Choose Own Twin",
        "choose a type; that the choice is true is said by `Form`, and asserted by `Checks`",
    ),
    (
        "Form",
        "a constant of `SharedAbi`; its constructors make what is true only: `T` for `T`, or a `TwinOf` it",
    ),
    ("TwinOf", "an unsafe trait"),
    (
        "CopyAt",
        "a bound whose supertrait is `Copy`: rustc itself asks for the fields' `Copy`",
    ),
    (
        "shareable",
        "traits that say why a type can't be shared; the bounds that count follow behind them",
    ),
    ("documented", "aliases for rustdoc, which no other build has"),
    (
        "Size",
        "says whether a size is known; a type's own is a constant of an unsafe trait",
    ),
    (
        "Call Claim",
        "compare the ranges of arguments; to receive one is an unsafe function",
    ),
    ("core", "the true one, whatever a crate calls `core`"),
    ("enum_of", "validates the bytes"),
    ("Text", "builds texts while compiling"),
    (
        "export",
        "a macro that asks for the word `unsafe`, in which it calls what the path leads to that it is given",
    ),
];

#[test]
fn every_item_has_its_reason() {
    let library = include_str!("../src/lib.rs");
    let (_, door) = library.split_once("pub mod __private {").expect("the door");
    let (door, _) = door.split_once("\n}").expect("its end");
    let mut found: Vec<&str> = door
        .split(';')
        .filter_map(|item| item.split_once("pub use ").map(|(_, path)| path))
        // Of `module::*` the module.
        .map(|path| path.trim_end_matches("::*"))
        .flat_map(|path| path.rsplit("::").next().expect("a name").split([',', '{', '}']))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    found.sort_unstable();
    let reasons: BTreeMap<&str, &str> = ITEMS
        .iter()
        .flat_map(|(names, reason)| names.split(' ').map(move |name| (name, *reason)))
        .collect();
    let explained: Vec<&str> = reasons.keys().copied().collect();
    assert_eq!(
        found, explained,
        "`__private` on the left, what has a reason on the right"
    );
}

/// A crate of the same shape, with functions of its own in the door.
mod look_alike {
    pub use ::shared_abi::*;

    pub mod __private {
        pub use ::shared_abi::__private::*;

        use super::{AbiType, Field};

        macro_rules! accept {
            ($($name:ident)*) => {$(
                #[allow(dead_code, clippy::extra_unused_type_parameters, reason = "an expansion would call it")]
                pub const fn $name<T: AbiType>(_: &[u8], _: usize) -> Result<(), Invalid> {
                    Ok(())
                }
            )*};
        }
        accept! { validate_field zero_field zero_gaps zero_variant has_padding has_short_member }
        accept! { assert_offset assert_size assert_plain assert_fixed assert_not_rewritten tag copied_tag }

        #[allow(dead_code, reason = "an expansion would call it")]
        pub const fn place<const N: usize>(fields: [Field; N], _: usize, _: usize) -> [Field; N] {
            fields
        }

        /// Holds for whatever it is asked.
        pub trait CopyAt<'a, const INDEX: usize>: Copy {}
        impl<T: Copy, const INDEX: usize> CopyAt<'_, INDEX> for T {}
    }
}

type Alias = bool;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "crate::look_alike")]
struct Flags {
    number: u32,
    first: bool,
    second: Alias,
}

#[derive(SharedAbi, Debug, PartialEq)]
#[repr(u8)]
#[shared_abi(crate = "crate::look_alike")]
enum Choice {
    First,
    Second,
}

#[derive(SharedAbi)]
#[repr(C, u8)]
#[allow(dead_code, reason = "it is for the guest to write")]
#[shared_abi(crate = "crate::look_alike")]
enum Data {
    Flag(Alias),
    Number(u32),
}

#[test]
fn a_look_alike_leads_to_the_true_checks() {
    fn refused<T>(result: Result<T, AccessError>) -> bool {
        matches!(result, Err(AccessError::InvalidValue { .. }))
    }
    let mut bytes = AlignedBytes::<64>::ZERO;
    (bytes[16], bytes[21], bytes[24], bytes[32], bytes[36]) = (1, 2, 2, 0, 2);
    let memory = LinearMemory::new(&bytes);
    assert!(refused(memory.get(Ptr::<Flags>::new(16))));
    assert!(refused(memory.read(Ptr::<Flags>::new(16))));
    assert!(refused(memory.get(Ptr::<Choice>::new(24))));
    assert!(refused(memory.get(Ptr::<Data>::new(32))));
    // Padding is written as zeros.
    let mut bytes = AlignedBytes([0xff; 64]);
    let mut memory = LinearMemoryMut::new(&mut bytes);
    let flags = Flags {
        number: 1,
        first: true,
        second: false,
    };
    memory.write(Ptr::new(16), flags).unwrap();
    memory.write(Ptr::new(32), Data::Flag(true)).unwrap();
    assert_eq!(bytes[16..24], [1, 0, 0, 0, 1, 0, 0, 0]);
    assert_eq!(bytes[32..40], [0, 0, 0, 0, 1, 0, 0, 0]);
}
