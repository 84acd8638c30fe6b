//! `ResolveMut`: where a pointer leads that may be written through.

use super::error::{Access, Site};
use super::linear::LinearMemoryMut;
use super::size::{FixedSize, OpenSize, Size};
use super::view_mut::ViewMut;
use crate::abi::InMemory;

/// The counterpart of [`InMemory::resolve`] for a writable pointer: to a writable view of what has one size, and to a view
/// for reading of what the host can't write.
pub trait ResolveMut: Size {
    /// What the pointer leads to.
    type Mut<'m, T: InMemory>;

    /// Follows a pointer that may be written through; null is an error.
    ///
    /// # Errors
    /// As [`LinearMemoryMut::get_mut`], or [`LinearMemory::get`](crate::LinearMemory::get).
    fn resolve_mut<'m, T: InMemory>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<Self::Mut<'m, T>>;
}

impl ResolveMut for FixedSize {
    type Mut<'m, T: InMemory> = T::Mut<'m>;

    #[inline]
    fn resolve_mut<'m, T: InMemory>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<T::Mut<'m>> {
        ViewMut::checked(memory, offset, site)
    }
}

impl ResolveMut for OpenSize {
    type Mut<'m, T: InMemory> = T::Ref<'m>;

    #[inline]
    fn resolve_mut<'m, T: InMemory>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<T::Ref<'m>> {
        T::resolve(memory.into_shared(), offset, site)
    }
}
