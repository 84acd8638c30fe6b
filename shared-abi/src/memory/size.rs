//! What is known of a type's size: the host writes, copies and steps over what has the same for every guest.

use super::{Access, LinearMemoryMut};
use crate::abi::InMemory;
use crate::pointer::Site;

/// The size of a type that no guest has another of: [`InMemory::Size`] of all but the extensible types.
///
/// ```
/// use shared_abi::{Access, FixedSize, InMemory, LinearMemoryMut, Ptr};
///
/// fn store<T: InMemory<Size = FixedSize>>(mut memory: LinearMemoryMut<'_>, place: Ptr<T>, value: &T) -> Access<()> {
///     memory.write(place, value)
/// }
/// let mut bytes = [0; 4];
/// assert_eq!(store(LinearMemoryMut::new(&mut bytes), Ptr::new(1), &7_u8), Ok(()));
/// ```
pub enum FixedSize {}

/// The size of an [`Extensible`](crate::Extensible) type, which only the guest knows.
pub enum OpenSize {}

/// Holds for [`FixedSize`], whatever `T` is: as a bound on `T::Size` it asks for a `T` that the host can write,
/// copy and step over.
///
/// Generic code writes `T: AbiType`, from which it follows.
#[diagnostic::on_unimplemented(
    message = "`{T}` is extensible: only the guest knows its size",
    label = "the host can read one, by `LinearMemory::get`, but neither write nor copy it, nor step over several"
)]
pub trait Fixed<T> {}

#[diagnostic::do_not_recommend]
impl<T> Fixed<T> for FixedSize {}

/// What depends on what is known of a size.
pub trait Size {
    /// Whether it is the same for every guest.
    const IS_FIXED: bool;

    /// What a pointer that may be written through leads to.
    type Mut<'m, T: InMemory>;

    /// Follows a pointer that may be written through; null is an error.
    ///
    /// # Errors
    /// As [`LinearMemoryMut::get_mut`], or [`LinearMemory::get`](crate::LinearMemory::get).
    fn follow_nonnull_mut<'m, T: InMemory>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: &'static Site,
    ) -> Access<Self::Mut<'m, T>>;
}

impl Size for FixedSize {
    const IS_FIXED: bool = true;
    type Mut<'m, T: InMemory> = T::Mut<'m>;

    #[inline]
    fn follow_nonnull_mut<'m, T: InMemory>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: &'static Site,
    ) -> Access<T::Mut<'m>> {
        memory.follow_nonnull_mut::<T>(offset, Some(site))
    }
}

impl Size for OpenSize {
    const IS_FIXED: bool = false;
    type Mut<'m, T: InMemory> = T::Ref<'m>;

    #[inline]
    fn follow_nonnull_mut<'m, T: InMemory>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: &'static Site,
    ) -> Access<T::Ref<'m>> {
        memory.into_shared().follow_nonnull::<T>(offset, Some(site))
    }
}
