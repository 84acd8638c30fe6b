//! Structs shared between a WebAssembly guest and its native host, in the same bytes, checked.
//!
//! A wasm32 guest and a 64-bit host depend on one crate with the types; each derives
//! [`SharedAbi`](derive@SharedAbi). The guest then uses the struct as any other, and the host reads and
//! writes it where it stands, in the guest's linear memory:
//!
//! ```
//! use shared_abi::{AlignedBytes, LinearMemory, LinearMemoryMut, Ptr, PtrMut, SharedAbi};
//!
//! #[derive(SharedAbi)]
//! #[repr(C)]
//! pub struct Node { pub data: i32, pub number: i32, pub next: *mut Node } // twin: NodeAbi, 16 bytes
//!
//! # fn main() -> Result<(), shared_abi::AccessError> {
//! let mut bytes = AlignedBytes::<256>::ZERO; // a runtime's `&mut [u8]`
//! let mut memory = LinearMemoryMut::new(&mut bytes);
//! let (head, tail) = (Ptr::<NodeAbi>::new(16), PtrMut::<NodeAbi>::new(32));
//! memory.write(head, NodeAbi { data: 1, number: 2, next: tail })?;
//! memory.write(tail, NodeAbi { data: 3, number: 4, next: PtrMut::NULL })?;
//! memory.get_mut(head)?.data = 7;                                // NodeMut<'_>
//!
//! let memory = LinearMemory::new(&bytes);                       // any `&[u8]`
//! let head = memory.get(head)?;                                  // NodeRef<'_>: checked once
//! assert_eq!(head.data + head.number, 9);                        // plain loads
//! let next = head.next()?.expect("not null");                    // resolved through linear memory
//! assert_eq!(next.data, 3);
//! # Ok(())
//! # }
//! ```
//!
//! # What the derive generates
//!
//! For a type `X`:
//!
//! - `XAbi`, the type that stands in linear memory. It is `X` itself, or, if `X` holds native pointers, its
//!   *twin*: the same fields, each of the type [`SharedAbi::Abi`] of its own. Rewriting goes by type, so
//!   that an alias, an array or a nested struct makes no difference.
//! - `XRef<'_>`, which [`LinearMemory::get`] returns: it derefs to `XAbi`, and has a method for each field
//!   that may be followed, of the field's name. A pointer leads to `Option` of what it points to, a slice
//!   to `&[T]` or an iterator over `TRef`s, a string to `&str`; each is checked, and so a `Result`. A struct, an
//!   enum or an array inside of `X` is lent as a view of its own, a `TRef`: it was checked with `X`, and is no `Result`.
//!   The field itself is the slot: `node.next`, where `node.next()` follows it.
//! - `XMut<'_>`, which [`LinearMemoryMut::get_mut`] returns: it derefs mutably to `XAbi`. Its methods take it
//!   by value, since what is written through a pointer may overlap the struct itself.
//! - for an enum with data `XView<'_>`, the enum to be matched, which `XRef::view` returns.
//! - for an [`Extensible`] struct `XHead`, the fields that every guest has, to which `XRef` derefs.
//! - assertions of size, alignment and each field's offset, on whichever target is being built.
//!
//! # Guest code
//!
//! A guest uses its structs as any others, and turns the slots into pointers and back: `from_ref`, `as_ptr`, `as_ref` and
//! the like on the slots, the conversions between `X` and `XAbi` in [`SharedAbi`]. [`export!`] offers its functions to
//! the host, [`export_allocator!`] its allocator, and [`manifest!`] tells it which types the guest was built from:
//!
//! ```
//! use shared_abi::{Ptr, SharedAbi};
//!
//! #[derive(Clone, Copy, SharedAbi)]
//! #[repr(C)]
//! pub struct Node { pub data: i32, pub number: i32, pub next: Ptr<Node> } // in the crate that both sides depend on
//!
//! shared_abi::manifest!(Node);
//! shared_abi::export_allocator!();
//!
//! shared_abi::export! {
//!     /// Makes a list of the first squares.
//!     fn squares(count: i32) -> *const Node {
//!         let mut head = Ptr::NULL;
//!         for data in (1..=count).rev() {
//!             let node = Box::new(Node { data, number: data * data, next: head });
//!             head = Ptr::from_ref(Box::leak(node));
//!         }
//!         head.as_ptr()
//!     }
//!
//!     /// Adds what the host passes; it stands in this guest's memory.
//!     fn total(numbers: &[u32]) -> u32 {
//!         numbers.iter().sum()
//!     }
//! }
//! # fn main() { assert_eq!(total(&[20, 22]), 42) }
//! ```
//!
//! The host calls these with the `shared-abi-wasmtime` crate, or with any runtime that hands out linear memory.
//!
//! A guest crate is an ordinary crate: it type-checks on a 64-bit host, and its unit tests run there. There, too, a slot
//! holds 32 bits, so what stands in it is no address but a ticket, which only the same process can turn into the address
//! again: none gets into a guest's memory by way of it. The tickets are a million, and each address, with its length and
//! whether it may be written, takes one for good; a test that needs more panics. A slot that wasn't made of an address leads to one at which nothing
//! can be. Programs that run guests have no use for any of this: they follow slots through [`LinearMemory`].
//!
//! # Attributes
//!
//! [`SharedAbi`](derive@SharedAbi)'s page lists them.
//!
//! # The layout
//!
//! That of C: each field at the next multiple of its alignment. [`layout_of`] returns it, the same on both
//! sides. A pointer is a slot of 8 bytes, of which the host reads the lower 4. All offsets are bytes from
//! the start of linear memory.
//!
//! # Built apart
//!
//! Guest and host are compiled apart, and at different times. [`manifest!`] puts the layouts of the guest's types into its
//! .wasm, and the `shared-abi-manifest` crate holds them against the host's before the guest is started. And where
//! there is a `shared-abi.lock` beside the types' `Cargo.toml`, written by `cargo shared-abi lock`, the derive holds each
//! type against its entry: a difference is a compile error.
//!
//! # Trust
//!
//! The guest is not trusted. Whatever it wrote, following it ends in a value or in an [`AccessError`]: no
//! panic, no undefined behaviour, no allocation, no endless loop. References borrow the memory's bytes, so
//! that it can't grow or change while they live. What the host writes carries no byte but the fields' own:
//! padding is written as zeros.
#![warn(missing_docs)]
#![no_std]

#[cfg(target_endian = "big")]
compile_error!(
    "shared-abi needs a little-endian target: linear memory is little-endian, and no byte is swapped"
);

extern crate self as shared_abi;

#[cfg(test)]
extern crate std;

/// The README's examples, as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

mod abi;
mod allocator;
mod checks;
mod describe;
mod documented;
mod export;
mod fields;
mod handle;
mod invalid;
mod layout;
mod lock;
mod manifest;
mod memory;
mod pointer;
mod select;
mod shareable;
mod signature;

pub use abi::{AbiType, InMemory, SharedAbi, layout_of};
pub use handle::Handle;
pub use layout::{Field, Kind, Layout, Type, Variant};
pub use manifest::{Reachable, Types};
pub use memory::{
    Access, AccessError, AlignedBytes, ArrayView, Elements, Extensible, Fixed, FixedSize, LinearMemory,
    LinearMemoryMut, List, OpenSize, Prefix, SliceView, SliceViewMut, Target, ValueOf, View, ViewMut,
};
pub use pointer::{
    FnPtr, Function, Passed, Pointee, Ptr, Ptr32, PtrMut, RelPtr, Slice, Slice32, SliceMut, Str, ToPtr,
    ToSlice,
};
pub use shared_abi_derive::SharedAbi;
pub use signature::{Argument, Returned};

/// The name that [`SliceViewMut`] had. (An alias, since of two exports of one type a message may name either.)
#[doc(hidden)]
#[deprecated = "it is called `SliceViewMut`"]
pub type SlicePlace<'m, T> = SliceViewMut<'m, T>;

/// The one door for generated code. Not a stable interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::checks::Checks;
    pub use crate::describe::{Derived, Describes};
    pub use crate::invalid::Invalid;
    pub use crate::lock::{Locked, assert_locked, assert_locked_field};
    pub use crate::manifest::{Edge, Named, Node, Origin};
    pub use crate::memory::{Accessed, AccessedMut, DescribesHead, FromView, HeadView, Here, Site, Size};
    pub use crate::pointer::Slot;
    pub use crate::select::{Choose, CopyAt, Form, FormBy, Own, Select, Twin, TwinOf, Vetted};
    pub use crate::signature::{Call, Claim, enum_of};
    pub mod documented {
        pub use crate::documented::*;
    }
    pub mod shareable {
        pub use crate::shareable::*;
    }
    pub use ::core;
    pub use shared_abi_derive::export;
    pub use shared_abi_model::{Text, section};
}
