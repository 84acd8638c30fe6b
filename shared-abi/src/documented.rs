//! Names for what the accessors of a user's type return, so that its documentation reads as a person would write it.

use crate::abi::{InMemory, SharedAbi};

/// The `XRef` of an `X`.
pub type Ref<'m, X> = <<X as SharedAbi>::Abi as InMemory>::Ref<'m>;

/// The `XMut` of an `X`.
pub type Mut<'m, X> = <<X as SharedAbi>::Abi as InMemory>::Mut<'m>;

/// Several `X`, for reading: a slice, or a [`SliceView`](crate::SliceView) where they hold pointers.
pub type SliceRef<'m, X> = <<X as SharedAbi>::Abi as InMemory>::SliceRef<'m>;

/// Several `X`, for writing: a slice, or a [`SliceViewMut`](crate::SliceViewMut) where they have padding.
pub type SliceMut<'m, X> = <<X as SharedAbi>::Abi as InMemory>::SliceMut<'m>;

/// What following an `X` leads to: its `XRef`, or what it points to.
pub type Followed<'m, X> = crate::memory::Accessed<'m, <X as SharedAbi>::Abi>;

/// The same, for writing.
pub type FollowedMut<'m, X> = crate::memory::AccessedMut<'m, <X as SharedAbi>::Abi>;
