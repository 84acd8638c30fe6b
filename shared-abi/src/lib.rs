//! Structs shared between a WebAssembly guest and its native host, in the same bytes, checked.
#![no_std]
#![warn(missing_docs)]

#[cfg(target_endian = "big")]
compile_error!(
    "shared-abi needs a little-endian target: linear memory is little-endian, and no byte is swapped"
);

extern crate self as shared_abi;

#[cfg(test)]
extern crate std;

mod abi;
mod handle;
mod layout;
mod memory;
mod pointer;
mod select;
mod text;

pub use abi::{AbiType, SharedAbi};
pub use handle::Handle;
pub use layout::{Field, Kind, Layout, layout_of};
pub use memory::{
    Access, AccessError, AlignedBytes, ArrayView, LinearMemory, LinearMemoryMut, List, SlicePlace, SliceView,
    Target, View, ViewMut,
};
pub use pointer::{
    FnPtr, Pointee, Ptr, Ptr32, PtrMut, RelPtr, Slice, Slice32, SliceMut, Str, ToPtr, ToSlice,
};
pub use shared_abi_derive::SharedAbi;

/// The one door for generated code. Not a stable interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::abi::{copied_tag, plain_slice, tag, validate_field, zero_field, zero_gaps, zero_variant};
    pub use crate::layout::{
        assert_member_fills, assert_no_gap, assert_not_rewritten, assert_offset, assert_pinned_align,
        assert_pinned_offset, assert_pinned_size, assert_plain, assert_size, behind_tag, enclose,
        has_padding, has_short_member, join, number, place, unplaced,
    };
    pub use crate::memory::Invalid;
    pub use crate::pointer::{Site, Slot};
    pub use crate::select::{Choose, CopyAt, NotRewritten, Rewrites, Select};
    pub use memoffset::offset_of;
}
