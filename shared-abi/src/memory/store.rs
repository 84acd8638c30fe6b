//! How a value's bytes get into linear memory: its padding as zeros.

use core::mem::MaybeUninit;

use crate::abi::InMemory;

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
