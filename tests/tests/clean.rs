//! What the derive generates is clean in a crate with strict lints: `no_std`, `forbid(unsafe_code)`, every
//! warning an error, `missing_docs`, clippy's pedantic lints, and the library under another name.

#![forbid(unsafe_code)]

use tests::{HOST, Scratch, WASM};

/// One of each kind of type.
const TYPES: &str = r#"//! One of each kind of type.
#![no_std]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, rust_2018_idioms)]
#![deny(missing_copy_implementations, missing_debug_implementations, single_use_lifetimes)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]
#![allow(missing_copy_implementations, missing_debug_implementations)] // of the user's own types

use core::marker::PhantomData;
use core::ptr::NonNull;

use wire::{FnPtr, Handle, Ptr, Ptr32, PtrMut, RelPtr, SharedAbi, Slice, Slice32, SliceMut, Str};

/// Numbers.
#[derive(SharedAbi, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
#[shared_abi(crate = "wire", size = 24, align = 8, deny_padding)]
pub struct Numbers {
    /// At 0.
    pub first: u32,
    /// At 4.
    pub second: f32,
    /// At 8.
    #[shared_abi(offset = 8)]
    pub third: [u16; 4],
    /// At 16.
    pub fourth: i64,
}

/// Native pointers.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct Node {
    /// A number.
    pub data: i32,
    /// Itself.
    pub next: *mut Node,
    /// Read only.
    pub shared: *const Numbers,
    /// Wide.
    pub items: *const [Numbers],
    /// Wide, to write.
    pub places: *mut [u8],
    /// Text.
    pub name: *const str,
    /// Not null.
    pub other: Option<NonNull<Node>>,
    /// A function.
    pub call: extern "C" fn(i32) -> i32,
    /// A function, or none.
    pub maybe: Option<unsafe extern "C" fn()>,
}

/// Through an alias.
pub type Link = *mut Holder;

/// Pointers in nested structs, arrays and behind an alias.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire", name = "HolderInMemory")]
pub struct Holder {
    /// A struct with pointers.
    pub node: Node,
    /// A struct without.
    pub numbers: Numbers,
    /// Several.
    pub links: [Link; 2],
    /// Choices.
    pub kind: Kind,
    /// With data.
    pub shape: Shape,
    /// Valid or not.
    pub flag: bool,
    /// A character.
    pub letter: char,
    private: u8,
}

impl Holder {
    /// The private field.
    #[must_use]
    pub fn private(&self) -> u8 {
        self.private
    }
}

/// Slots.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct Slots {
    /// One.
    pub ptr: Ptr<NodeAbi>,
    /// One to write.
    pub ptr_mut: PtrMut<Slots>,
    /// Four bytes.
    pub short: Ptr32<u32>,
    /// Relative.
    pub relative: RelPtr<Numbers>,
    /// Several.
    pub slice: Slice<Numbers>,
    /// Several to write.
    pub slice_mut: SliceMut<u16>,
    /// Eight bytes.
    pub short_slice: Slice32<u8>,
    /// Text.
    pub name: Str,
    /// A function.
    pub call: FnPtr<extern "C" fn(u32) -> u32>,
    /// A host object.
    pub handle: Handle<Numbers>,
}

/// A parameter behind pointers.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct List<T> {
    /// The first.
    pub head: PtrMut<T>,
    /// How many.
    pub len: u32,
    /// Of what.
    pub of: PhantomData<T>,
}

/// A parameter behind native pointers.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct NativeList<T> {
    /// The first.
    pub head: *mut T,
    /// How many.
    pub len: u32,
}

/// Another enum repr in each.
#[derive(SharedAbi, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[shared_abi(crate = "wire")]
pub enum Kind {
    /// 3.
    Rest = 3,
    /// 4.
    Walk,
}

/// Data.
#[derive(SharedAbi)]
#[repr(C, u32)]
#[shared_abi(crate = "wire")]
pub enum Shape {
    /// Named.
    Circle {
        /// In meters.
        radius: f64,
    },
    /// A tuple.
    Named(Str, Kind),
    /// Nothing.
    Empty,
    /// A native pointer.
    Link(*mut Node),
}

/// Data without pointers.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C, u8)]
#[shared_abi(crate = "wire")]
pub enum Value {
    /// One.
    Int(i64),
    /// Another.
    Float(f64),
}

/// Overlapping.
#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub union Either {
    /// One.
    pub int: u32,
    /// Another.
    pub float: f32,
}

/// Packed.
#[derive(SharedAbi)]
#[repr(C, packed(2))]
#[shared_abi(crate = "wire")]
pub struct Packed {
    /// At 0.
    pub first: u8,
    /// At 2.
    pub second: u32,
    /// At 6.
    pub third: Ptr<u32>,
}

/// Aligned.
#[derive(SharedAbi)]
#[repr(C, align(32))]
#[shared_abi(crate = "wire")]
pub struct Aligned {
    /// A union.
    pub either: Either,
}

/// A newtype.
#[derive(SharedAbi, Clone, Copy)]
#[repr(transparent)]
#[shared_abi(crate = "wire")]
pub struct Meters(pub f64);

/// A tuple.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct Tuple(pub u32, pub *mut Numbers, pub Meters);

/// A raw identifier.
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct Raw {
    /// A keyword.
    pub r#type: u32,
    /// Another, with a pointer.
    pub r#match: *mut Raw,
}

/// Deprecated, but still shared.
#[deprecated]
#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
pub struct Old {
    /// A number.
    pub value: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
struct Private {
    node: Hidden,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "wire")]
struct Hidden {
    next: *mut Private,
}

/// Uses what is private.
#[must_use]
pub fn sizes() -> usize {
    wire::layout_of::<Private>().size + wire::layout_of::<HolderInMemory>().size
}

macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($field:ident: $ty:ty,)* }) => {
        $(#[$meta])*
        #[derive(SharedAbi)]
        #[repr(C)]
        #[shared_abi(crate = "wire")]
        $vis struct $name {
            $(#[doc = stringify!($field)] pub $field: $ty,)*
        }
    };
}

record! {
    /// From a macro.
    pub struct Record {
        count: u32,
        next: *mut Record,
        node: Node,
        flags: [u8; 4],
    }
}

/// Reads through the generated accessors.
///
/// # Errors
/// If the guest's pointers can't be followed.
pub fn sum(node: NodeRef<'_>, tuple: &TupleAbi) -> Result<i32, wire::AccessError> {
    let next = node.next()?.map_or(0, |next| next.data);
    let first = node.items()?.len();
    Ok(node.data + next + i32::try_from(first).unwrap_or(0) + i32::from(tuple.1.is_null()))
}

/// Matches the generated view.
#[must_use]
pub fn is_empty(shape: ShapeRef<'_>) -> bool {
    matches!(shape.view(), ShapeView::Empty)
}
"#;

#[test]
fn generated_code_is_clean_under_strict_lints() {
    let scratch = Scratch::new("clean", "wire");
    scratch.write("src/lib.rs", TYPES);
    for target in [HOST, WASM] {
        let clippy = ["clippy", "--target", target];
        let lints = [
            "--",
            "-D",
            "warnings",
            "-W",
            "clippy::pedantic",
            "-D",
            "missing_docs",
        ];
        let build = scratch.cargo(&[&clippy[..], &lints[..]].concat());
        assert!(build.success, "{target}:\n{}", build.stderr);
    }
}

#[test]
fn generated_documentation_is_clean() {
    let scratch = Scratch::new("clean-docs", "wire");
    scratch.write("src/lib.rs", TYPES);
    let build = scratch.cargo(&["doc", "--no-deps", "--document-private-items"]);
    assert!(build.success && build.stderr.is_empty(), "{}", build.stderr);
}
