//! The slots that cross: what stands in linear memory where a struct has a pointer.
//!
//! All offsets count bytes from the start of linear memory.

pub(crate) mod address;
mod compact;
mod function;
mod guest;
mod native;
mod ptr;
mod relative;
mod slice;
pub(crate) mod slot;

pub use compact::{Ptr32, Slice32};
pub use function::{FnPtr, Function, Passed};
pub use native::Pointee;
pub use ptr::{Ptr, PtrMut};
pub use relative::RelPtr;
pub use slice::{Slice, SliceMut, Str};
pub use slot::Slot;
pub(crate) use slot::slot;

/// A slot that names one `T` in linear memory: [`Ptr`], [`PtrMut`] or [`Ptr32`].
///
/// ```
/// use shared_abi::{LinearMemory, Ptr, Ptr32, PtrMut};
///
/// let memory = LinearMemory::new(&[0, 7]);
/// assert_eq!(memory.get(Ptr::<u8>::new(1)), memory.get(PtrMut::<u8>::new(1)));
/// assert_eq!(memory.get(Ptr::<u8>::new(1)), memory.get(Ptr32::<u8>::new(1)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a pointer into linear memory",
    label = "a `Ptr<T>`, `PtrMut<T>` or `Ptr32<T>` is needed",
    note = "make one of an offset: `Ptr::<T>::new(offset)`; a native pointer is an address of this process, no offset",
    note = "for several elements, `Slice<T>`, there is `slice`; for text, `Str`, there is `str`"
)]
pub trait ToPtr<T>: Copy {
    /// The offset in bytes from the start of linear memory.
    fn to_offset(self) -> u32;
}

/// A slot that names several `T`s in linear memory: [`Slice`], [`SliceMut`] or [`Slice32`].
///
/// ```
/// use shared_abi::{LinearMemory, Slice, Slice32};
///
/// let memory = LinearMemory::new(&[0, 7, 8]);
/// assert_eq!(memory.slice(Slice::<u8>::new(1, 2)), memory.slice(Slice32::<u8>::new(1, 2)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a slice in linear memory",
    label = "a `Slice<T>`, `SliceMut<T>` or `Slice32<T>` is needed",
    note = "make one of the offset and the number of elements: `Slice::<T>::new(offset, len)`",
    note = "for one element, `Ptr<T>`, there is `get`; for text, `Str`, there is `str`, and `bytes()` makes a slice of it"
)]
pub trait ToSlice<T>: Copy {
    /// The offset of the first element, and how many there are.
    fn to_range(self) -> (u32, u32);
}
