//! `LinearMemoryMut`: a guest's memory, for writing.

use core::borrow::Borrow;
use core::mem::MaybeUninit;

use super::Access;
use super::borrow::FromView;
use super::error::AccessError;
use super::linear::LinearMemory;
use super::range::{Wanted, check};
use super::size::Size;
use super::slice::CheckedSlice;
use super::view_mut::ViewMut;
use crate::abi::{AbiType, InMemory};
use crate::pointer::{Site, ToPtr, ToSlice};

/// A guest's linear memory, for writing: any `&mut [u8]` that a runtime hands out.
///
/// Every write is all or nothing, and no byte of host memory but a field's own reaches the guest: padding
/// is written as zeros.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemoryMut, Ptr, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Sample { at: u32, value: f32 }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// let mut memory = LinearMemoryMut::new(&mut bytes);
/// let pointer = Ptr::<Sample>::new(16);
/// memory.write(pointer, &Sample { at: 1, value: 0.5 })?;
/// memory.get_mut(pointer)?.at = 2;
/// assert_eq!(memory.shared().get(pointer)?.at, 2);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub struct LinearMemoryMut<'m> {
    bytes: &'m mut [u8],
}

impl<'m> LinearMemoryMut<'m> {
    /// The memory whose byte at offset 0 is the first of `bytes`. Those past 4 GiB can't be reached, as offsets are of 32 bits.
    #[inline]
    #[must_use]
    pub const fn new(bytes: &'m mut [u8]) -> Self {
        Self { bytes }
    }

    /// The same memory, for reading.
    ///
    /// ```
    /// use shared_abi::{LinearMemoryMut, Ptr};
    ///
    /// let mut bytes = [0, 7];
    /// let mut memory = LinearMemoryMut::new(&mut bytes);
    /// let value = *memory.shared().get(Ptr::<u8>::new(1))?;
    /// memory.write(Ptr::<u8>::new(1), value + 1)?;
    /// # Ok::<(), shared_abi::AccessError>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn shared(&self) -> LinearMemory<'_> {
        LinearMemory::new(self.bytes)
    }

    /// The same memory, for reading, as long as it was borrowed for writing.
    #[inline]
    #[must_use]
    pub const fn into_shared(self) -> LinearMemory<'m> {
        LinearMemory::new(self.bytes)
    }

    /// The same memory, for a shorter time.
    #[inline]
    #[must_use]
    pub const fn reborrow(&mut self) -> LinearMemoryMut<'_> {
        LinearMemoryMut { bytes: self.bytes }
    }

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
    /// If the pointer is null, out of bounds or misaligned, or if the bytes are no value of `T`.
    #[inline]
    pub fn get_mut<T: AbiType>(&mut self, pointer: impl ToPtr<T>) -> Access<T::Mut<'_>> {
        self.reborrow().follow_nonnull_mut::<T>(pointer.to_offset(), None)
    }

    /// The elements that `slice` names, writable: a `&mut [T]`, or a [`SlicePlace`](crate::SlicePlace) where `T` has padding.
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
    /// an element is no value of `T`.
    #[inline]
    #[rustfmt::skip] // in one line, which is how long an error shows it
    pub fn slice_mut<T: AbiType>(&mut self, slice: impl ToSlice<T>) -> Access<T::SliceMut<'_>> {
        self.reborrow().follow_slice_mut::<T>(slice.to_range(), None)
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
        let wanted = Wanted::one(pointer.to_offset(), None);
        let start = check::<T>(self.bytes.len(), 0, wanted)?;
        store(value.borrow(), &mut self.bytes[start..start + T::KNOWN.size]);
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
        let wanted = Wanted::many(slice.to_range(), None);
        if wanted.len.map(|len| len as usize) != Some(values.len()) {
            let target = wanted.target::<T>();
            return Err(AccessError::LengthMismatch {
                target,
                elements: values.len(),
            });
        }
        if wanted.offset == 0 && values.is_empty() {
            return Ok(());
        }
        let start = check::<T>(self.bytes.len(), 0, wanted)?;
        store_all(values, &mut self.bytes[start..start + size_of_val(values)]);
        Ok(())
    }

    /// Follows the pointer of a field; null leads nowhere.
    #[inline]
    pub(crate) fn follow_mut<T: InMemory>(
        self,
        offset: u32,
        site: &'static Site,
    ) -> Access<Option<<T::Size as Size>::Mut<'m, T>>> {
        if offset == 0 {
            return Ok(None);
        }
        T::Size::follow_nonnull_mut::<T>(self, offset, site).map(Some)
    }

    #[inline]
    pub(crate) fn follow_nonnull_mut<T: InMemory>(
        self,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<T::Mut<'m>> {
        let wanted = Wanted::one(offset, site);
        let start = check::<T>(self.bytes.len(), self.bytes.as_ptr().addr(), wanted)?;
        self.shared().validate::<T>(start, wanted)?;
        Ok(FromView::from_view(ViewMut::new(self, offset)))
    }

    #[inline]
    pub(crate) fn follow_slice_mut<T: InMemory>(
        self,
        range: (u32, u32),
        site: Option<&'static Site>,
    ) -> Access<T::SliceMut<'m>> {
        if range == (0, 0) {
            return Ok(FromView::from_view(CheckedSlice::new(
                Self { bytes: &mut [] },
                0,
                0,
            )));
        }
        let wanted = Wanted::many(range, site);
        let start = check::<T>(self.bytes.len(), self.bytes.as_ptr().addr(), wanted)?;
        self.shared().validate::<T>(start, wanted)?;
        Ok(FromView::from_view(CheckedSlice::new(self, range.0, range.1)))
    }

    #[inline]
    pub(super) const fn bytes_mut(&mut self) -> &mut [u8] {
        self.bytes
    }

    #[inline]
    pub(super) const fn into_bytes(self) -> &'m mut [u8] {
        self.bytes
    }
}

impl core::fmt::Debug for LinearMemoryMut<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "LinearMemoryMut({:#x} bytes)", self.bytes.len())
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

/// Stores `values` in `bytes`, as many as they have, their padding as zeros.
#[inline]
pub(super) fn store_all<T: InMemory>(values: &[T], bytes: &mut [u8]) {
    assert_eq!(bytes.len(), size_of_val(values));
    if T::FACTS.padded {
        // A type with padding isn't of size 0, for which `chunks_exact_mut` would have no use.
        for (value, bytes) in values.iter().zip(bytes.chunks_exact_mut(T::KNOWN.size)) {
            store(value, bytes);
        }
    } else {
        // SAFETY: `bytes` are as many as `values` have, and borrowed exclusively, so that they don't
        // overlap. `T` has no padding, so that all of them are initialized.
        unsafe {
            let source = values.as_ptr().cast::<u8>();
            core::ptr::copy_nonoverlapping(source, bytes.as_mut_ptr(), bytes.len());
        }
    }
}

/// Stores `value` in `bytes`, as many as it has, its padding as zeros.
#[inline]
pub(super) fn store<T: InMemory>(value: &T, bytes: &mut [u8]) {
    const {
        assert!(
            !T::FACTS.opaque,
            "a union whose members differ in size can't be written by the host: the bytes that a smaller \
             member leaves could be the host's; let every member fill the union"
        );
    }
    assert_eq!(bytes.len(), size_of::<T>());
    // SAFETY: a `u8` may be looked at as a `MaybeUninit<u8>`; every one of these is initialized again
    // when this function returns, since a field's bytes are and `zero_padding` writes all others.
    let bytes = unsafe { &mut *(&raw mut *bytes as *mut [MaybeUninit<u8>]) };
    // SAFETY: both are `size_of::<T>()` bytes, and `bytes` are borrowed exclusively, so that they don't
    // overlap. Padding is copied as it is, since `MaybeUninit<u8>` may be uninitialized.
    unsafe {
        let source = (&raw const *value).cast::<MaybeUninit<u8>>();
        core::ptr::copy_nonoverlapping(source, bytes.as_mut_ptr(), bytes.len());
    }
    if T::FACTS.padded {
        // SAFETY: they are as many as `T` has, and a copy of one.
        unsafe { T::zero_padding(bytes) };
    }
}
