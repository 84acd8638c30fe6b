//! The model of [`shared-abi`](https://docs.rs/shared-abi): what there is to say of a type that guest and host share.
//!
//! One definition serves all: the derive's constants, which a guest writes into its .wasm and the lock is held against,
//! and what tools read back. So everything borrows, and most of it is `const`:
//!
//! - [`Layout`]: the size, alignment and fields of a type; [`Type`]: the type of a field, as a tree.
//! - [`Differences`]: how two layouts differ, and whether one has only grown.
//! - [`Notation`]: a layout in the text of locks and manifests, and [`section`], the custom section around it.
//! - [`Listing`]: a layout as a person reads it, with the holes where they are.
//!
//! It needs neither an allocator nor `std`, since guests depend on it. `shared-abi-layouts` reads the notation.
//!
//! ```
//! use shared_abi_model::{Differences, Field, Kind, Layout, Type};
//!
//! const FIELDS: [Field<'static>; 2] = Layout::place(
//!     [Field::new("kind", Type::new("u8"), 1, 1), Field::new("len", Type::new("u32"), 4, 4)],
//!     0,
//!     usize::MAX,
//! );
//! const HEADER: Layout<'static> = Layout::enclose("Header", Kind::Struct, &FIELDS, usize::MAX, 1);
//! assert_eq!((HEADER.size, HEADER.fields[1].offset), (8, 4));
//! assert_eq!(
//!     HEADER.notation().to_string(),
//!     "struct Header, size 8, align 4\n\
//!     \x20   kind: u8, offset 0, size 1, align 1\n\
//!     \x20   len: u32, offset 4, size 4, align 4\n",
//! );
//! const SAME: bool = Differences::new(&HEADER, &HEADER).next().is_none();
//! assert!(SAME);
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod difference;
mod holes;
mod layout;
mod listing;
mod notation;
mod place;
pub mod section;
mod text;
mod ty;

pub use difference::{Difference, Differences, FieldDifference, Order};
pub use holes::{Hole, Holes};
pub use layout::{Field, Kind, Layout, Variant};
pub use listing::{Listing, Part, Plain, Style};
pub use notation::{Notation, Piece};
pub use text::{Text, bytes, same};
pub use ty::{Arguments, Leads, Scalar, Shape, Signature, Slot, Type};
