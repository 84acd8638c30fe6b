//! Names for what the accessors of a user's type return, so that its documentation reads as a person would write it.

use crate::abi::{AbiType, SharedAbi};

/// The `XRef` of an `X`.
pub type Ref<'m, X> = <<X as SharedAbi>::Abi as AbiType>::Ref<'m>;

/// The `XMut` of an `X`.
pub type Mut<'m, X> = <<X as SharedAbi>::Abi as AbiType>::Mut<'m>;

/// Several `X`, for reading: a slice, or a [`SliceView`](crate::SliceView) where they hold pointers.
pub type SliceRef<'m, X> = <<X as SharedAbi>::Abi as AbiType>::SliceRef<'m>;

/// Several `X`, for writing: a slice, or a [`SlicePlace`](crate::SlicePlace) where they have padding.
pub type SliceMut<'m, X> = <<X as SharedAbi>::Abi as AbiType>::SliceMut<'m>;

/// What following an `X` leads to: its `XRef`, or what it points to.
pub type Followed<'m, X> = <<X as SharedAbi>::Abi as AbiType>::Access<'m>;

/// The same, for writing.
pub type FollowedMut<'m, X> = <<X as SharedAbi>::Abi as AbiType>::AccessMut<'m>;
