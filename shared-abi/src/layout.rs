//! The layout of a type that is shared: the model's, borrowed for `'static`.

pub use shared_abi_model::{Kind, Type};

/// The size, alignment and fields of a type, the same on wasm32 and on a 64-bit host.
///
/// Its `Display` prints like `pahole`: one line a field with its offset and size, holes where they are, and a
/// summary.
///
/// ```
/// use shared_abi::{SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Header { kind: u8, len: u32 }
///
/// let layout = layout_of::<Header>();
/// assert_eq!((layout.name, layout.size, layout.align), ("Header", 8, 4));
/// assert_eq!(layout.fields[1].offset, 4);
/// assert!(layout.to_string().contains("3 bytes of padding"));
/// ```
pub type Layout = shared_abi_model::Layout<'static>;

/// One field of a [`Layout`].
///
/// ```
/// use shared_abi::{SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Entry { key: u32, value: *const u8 }
///
/// let value = layout_of::<Entry>().fields[1];
/// assert_eq!((value.name, value.ty.as_str(), value.written), ("value", "Ptr<u8>", "*const u8"));
/// assert_eq!((value.offset, value.size, value.align), (8, 8, 8));
/// ```
pub type Field = shared_abi_model::Field<'static>;

/// One variant of an enum.
///
/// ```
/// use shared_abi::{SharedAbi, layout_of};
///
/// #[derive(SharedAbi)]
/// #[repr(u8)]
/// enum Activity { Standing = 1, Walking }
///
/// let walking = layout_of::<Activity>().variants[1];
/// assert_eq!((walking.name, walking.value), ("Walking", 2));
/// ```
pub type Variant = shared_abi_model::Variant<'static>;
