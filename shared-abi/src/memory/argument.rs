//! The structs that a host names when it calls a guest's function. Guests only.

use core::arch::wasm32;

use crate::abi::{AbiType, validate_elements};

/// Bytes in a page of linear memory.
const PAGE: usize = 65536;

/// The structs that the host names, for the duration of its call.
///
/// # Safety
/// Nothing writes to them while the result lives.
///
/// # Panics
/// If they are null, misaligned or out of bounds, or if one is no value of `T`.
#[inline]
pub unsafe fn argument<T: AbiType>(_call: &(), start: *const T, len: u32) -> &[T] {
    if len == 0 {
        return &[];
    }
    check(start, len);
    // SAFETY: `check` found that many values of `T`, not at null, aligned and in linear memory, all of which is
    // initialized. The caller promises that nothing writes to them.
    unsafe { core::slice::from_raw_parts(start, len as usize) }
}

/// The structs that the host names, for the duration of its call, to be written too.
///
/// # Safety
/// Nothing else reads or writes them while the result lives.
///
/// # Panics
/// If they are null, misaligned or out of bounds, or if one is no value of `T`.
#[inline]
pub unsafe fn argument_mut<T: AbiType>(_call: &mut (), start: *mut T, len: u32) -> &mut [T] {
    if len == 0 {
        return &mut [];
    }
    check(start, len);
    // SAFETY: as in `argument`; the caller promises that this is the only reference.
    unsafe { core::slice::from_raw_parts_mut(start, len as usize) }
}

#[inline]
fn check<T: AbiType>(start: *const T, len: u32) {
    let bytes = (len as usize)
        .checked_mul(size_of::<T>())
        .expect("an argument larger than the address space");
    let end = start
        .addr()
        .checked_add(bytes)
        .expect("an argument past the end of the address space");
    assert!(
        !start.is_null() && start.is_aligned(),
        "a null or misaligned argument"
    );
    assert!(
        end.div_ceil(PAGE) <= wasm32::memory_size(0),
        "an argument out of bounds"
    );
    if !T::ANY_BITS {
        // SAFETY: the range is not null and in linear memory, all of which is initialized; the borrow ends here.
        let bytes = unsafe { core::slice::from_raw_parts(start.cast::<u8>(), bytes) };
        assert!(
            validate_elements::<T>(bytes).is_ok(),
            "an argument that is no value of its type"
        );
    }
}
