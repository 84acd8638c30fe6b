//! What the host writes in linear memory: in place, or as a whole.

use core::borrow::Borrow;

use super::error::{Access, AccessError};
use super::linear::LinearMemoryMut;
use super::range::Range;
use super::slice::CheckedSlice;
use super::store::{store, store_all};
use super::view_mut::ViewMut;
use crate::abi::AbiType;
use crate::pointer::{ToPtr, ToSlice};

impl LinearMemoryMut<'_> {
    /// The `T` that `pointer` points to, writable: for a struct `X` an `XMut`, for a number a reference.
    ///
    /// A type with padding is written when the `XMut` is dropped.
    ///
    /// ```
    /// use shared_abi::{LinearMemoryMut, Ptr};
    ///
    /// let mut bytes = [0, 7];
    /// *LinearMemoryMut::new(&mut bytes).get_mut(Ptr::<u8>::new(1))? += 1;
    /// assert_eq!(bytes, [0, 8]);
    /// # Ok::<(), shared_abi::AccessError>(())
    /// ```
    ///
    /// # Errors
    /// If the pointer is null, out of bounds or misaligned, or if the bytes are invalid for a `T`.
    #[inline]
    pub fn get_mut<T: AbiType>(&mut self, pointer: impl ToPtr<T>) -> Access<T::Mut<'_>> {
        ViewMut::checked(self.reborrow(), pointer.to_offset(), None)
    }

    /// The elements that `slice` names, writable: a `&mut [T]`, or a [`SliceViewMut`](crate::SliceViewMut) where `T` has padding.
    /// A null slice of length 0 is empty.
    ///
    /// The guest chose the length: [`write_slice`](Self::write_slice) reports one that is another than the
    /// host's, where `copy_from_slice` panics.
    ///
    /// ```
    /// use shared_abi::{LinearMemoryMut, SliceMut};
    ///
    /// let mut bytes = [0, 7, 8];
    /// for byte in LinearMemoryMut::new(&mut bytes).slice_mut(SliceMut::<u8>::new(1, 2))? {
    ///     *byte += 1;
    /// }
    /// assert_eq!(bytes, [0, 8, 9]);
    /// # Ok::<(), shared_abi::AccessError>(())
    /// ```
    ///
    /// # Errors
    /// If the slice is null with a length, out of bounds or misaligned, if it has elements but they have no bytes, or if
    /// the bytes of an element are invalid for a `T`.
    #[inline]
    #[rustfmt::skip] // in one line, which is how long an error shows it
    pub fn slice_mut<T: AbiType>(&mut self, slice: impl ToSlice<T>) -> Access<T::SliceMut<'_>> {
        CheckedSlice::checked(self.reborrow(), slice.to_range(), None)
    }

    /// Writes `value`, or the value that it refers to, whatever stands there now.
    ///
    /// ```
    /// use shared_abi::{LinearMemoryMut, Ptr};
    ///
    /// let mut bytes = [0, 7, 8];
    /// let mut memory = LinearMemoryMut::new(&mut bytes);
    /// memory.write(Ptr::<u8>::new(1), 9)?;
    /// assert!(memory.write(Ptr::<[u8; 2]>::new(2), [1, 1]).is_err()); // nothing is written
    /// assert_eq!(bytes, [0, 9, 8]);
    /// # Ok::<(), shared_abi::AccessError>(())
    /// ```
    ///
    /// # Errors
    /// If the pointer is null, out of bounds or misaligned; nothing is written then.
    #[inline]
    #[rustfmt::skip] // in one line, which is how long an error shows it
    pub fn write<T: AbiType>(&mut self, pointer: impl ToPtr<T>, value: impl ValueOf<T>) -> Access<()> {
        let start = Range::one(pointer.to_offset(), None).check_write::<T>(self.bytes_mut())?;
        store(value.borrow(), &mut self.bytes_mut()[start..start + T::KNOWN.size]);
        Ok(())
    }

    /// Writes `values`, as many as `slice` has elements, whatever stands there now.
    ///
    /// ```
    /// use shared_abi::{LinearMemoryMut, SliceMut};
    ///
    /// let mut bytes = [0, 7, 8];
    /// let mut memory = LinearMemoryMut::new(&mut bytes);
    /// memory.write_slice(SliceMut::<u8>::new(1, 2), &[1, 2])?;
    /// assert!(memory.write_slice(SliceMut::<u8>::new(1, 2), &[3]).is_err());
    /// assert_eq!(bytes, [0, 1, 2]);
    /// # Ok::<(), shared_abi::AccessError>(())
    /// ```
    ///
    /// # Errors
    /// If the slice is null with a length, out of bounds or misaligned, if it has elements but they have no bytes, or if
    /// `values` are not as many; nothing is written then.
    #[inline]
    pub fn write_slice<T: AbiType>(&mut self, slice: impl ToSlice<T>, values: &[T]) -> Access<()> {
        let range = Range::many(slice.to_range(), None);
        if range.count() as usize != values.len() {
            return Err(AccessError::LengthMismatch {
                target: range.target::<T>(),
                elements: values.len(),
            });
        }
        if range.is_null_slice() {
            return Ok(());
        }
        let start = range.check_write::<T>(self.bytes_mut())?;
        store_all(values, &mut self.bytes_mut()[start..start + size_of_val(values)]);
        Ok(())
    }
}

/// What [`LinearMemoryMut::write`] writes as a `T`: one, or what borrows one, `&T` or `Box<T>`.
///
/// ```
/// use shared_abi::{LinearMemoryMut, Ptr, ValueOf};
///
/// fn store(memory: &mut LinearMemoryMut<'_>, value: impl ValueOf<u32>) {
///     memory.write(Ptr::<u32>::new(4), value).unwrap();
/// }
/// let mut bytes = shared_abi::AlignedBytes::<8>::ZERO;
/// let mut memory = LinearMemoryMut::new(&mut bytes);
/// store(&mut memory, 7);
/// store(&mut memory, &8);
/// assert_eq!(bytes[4], 8);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't the `{T}` that the pointer points to",
    label = "write a `{T}` or a `&{T}`; a struct with native pointers has a twin for this, made with `into_abi` or by hand"
)]
pub trait ValueOf<T>: Borrow<T> {}

#[diagnostic::do_not_recommend]
impl<T, B: Borrow<T>> ValueOf<T> for B {}
