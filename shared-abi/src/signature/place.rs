//! The values that a host's addresses name, in the guest.

use super::claim::Call;
use super::refuse;
use crate::abi::{InMemory, validate_elements};
use crate::memory::end_in;
use crate::pointer::address::{extent_at, pointer_at};

/// The `T` that the host names, for the time of its call.
///
/// # Safety
/// Nothing writes to its bytes while the result lives, and they are initialized.
///
/// # Panics
/// If it is null, misaligned or out of bounds, or if the bytes are invalid for a `T`.
#[inline]
pub(super) unsafe fn one<T: InMemory>(_: &Call, offset: u32) -> &T {
    // SAFETY: `check` found bytes there that are valid for a `T`, not at null, aligned and in memory. The caller promises
    // that they are initialized, and that nothing writes to them.
    unsafe { &*check::<T>(offset, 1).cast_const() }
}

/// The same, to be written too.
///
/// # Safety
/// Nothing else reads or writes its bytes while the result lives, and they are initialized.
///
/// # Panics
/// As for [`one`].
#[inline]
#[allow(
    clippy::mut_from_ref,
    reason = "the bytes are the host's; `Call` is only how long they are lent for"
)]
pub(super) unsafe fn one_mut<T: InMemory>(_: &Call, offset: u32) -> &mut T {
    // SAFETY: as in `one`; the caller promises that this is the only reference.
    unsafe { &mut *check::<T>(offset, 1) }
}

/// The `T`s that the host names, for the time of its call.
///
/// # Safety
/// As for [`one`].
///
/// # Panics
/// As for [`one`], and if they are more bytes than a slice can have. None may be at null.
#[inline]
pub(super) unsafe fn many<T: InMemory>(_: &Call, offset: u32, len: u32) -> &[T] {
    if len == 0 {
        return &[];
    }
    // SAFETY: as in `one`, for each of the `len` elements, which are no more than `isize::MAX` bytes.
    unsafe { core::slice::from_raw_parts(check::<T>(offset, len).cast_const(), len as usize) }
}

/// The same, to be written too.
///
/// # Safety
/// As for [`one_mut`].
///
/// # Panics
/// As for [`many`].
#[inline]
#[allow(clippy::mut_from_ref, reason = "as for `one_mut`")]
pub(super) unsafe fn many_mut<T: InMemory>(_: &Call, offset: u32, len: u32) -> &mut [T] {
    if len == 0 {
        return &mut [];
    }
    // SAFETY: as in `many`; the caller promises that this is the only reference.
    unsafe { core::slice::from_raw_parts_mut(check::<T>(offset, len), len as usize) }
}

/// Checks that `len` values of `T` are there.
///
/// # Safety
/// Their bytes, as far as they are in memory, are initialized and nobody writes to them meanwhile.
#[inline]
unsafe fn check<T: InMemory>(offset: u32, len: u32) -> *mut T {
    let start = pointer_at(offset).cast_mut().cast::<T>();
    if offset == 0 {
        refuse("is null");
    }
    if !start.is_aligned() {
        refuse("is misaligned");
    }
    // What is there from `offset` on is a memory of its own: on a host, a ticket's distance to 2^32 says nothing.
    let Some(bytes) = end_in(extent_at(offset), 0, len, size_of::<T>() as u64) else {
        refuse("is out of bounds")
    };
    if bytes > isize::MAX as u64 {
        refuse("is larger than half of the address space");
    }
    if !T::FACTS.any_bits {
        // SAFETY: that many bytes are in memory, and the caller promises that they are initialized; the borrow ends here.
        let bytes = unsafe { core::slice::from_raw_parts(start.cast_const().cast::<u8>(), bytes as usize) };
        if validate_elements::<T>(bytes).is_err() {
            refuse("is no value of its type");
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::super::{Argument, Call};
    use crate::pointer::{PtrMut, Slice, SliceMut, Str};

    /// What an argument of this type is, for these numbers.
    ///
    /// # Safety
    /// As for `receive`, of the bytes that the numbers name.
    unsafe fn received<A: Argument>(first: A::First, second: A::Second, then: impl FnOnce(A::Received<'_>)) {
        // SAFETY: there is one argument.
        let call = unsafe { Call::enter(&[A::claim(first, second)]) };
        // SAFETY: the same promise.
        then(unsafe { A::receive(&call, first, second) });
    }

    #[test]
    fn values_are_borrowed_where_they_stand() {
        let mut numbers = [1_u64, 2, 3];
        let first = PtrMut::from_mut(&mut numbers[0]);
        // SAFETY: nothing else uses the number meanwhile.
        unsafe {
            received::<&u64>(first.offset(), (), |number| assert_eq!(*number, 1));
            received::<&mut u64>(first.offset(), (), |number| *number = 4);
            received::<Option<&mut u64>>(first.offset(), (), |number| *number.unwrap() += 1);
            received::<Option<&u64>>(0, (), |number| assert!(number.is_none()));
        }
        let slot = SliceMut::from_mut(&mut numbers);
        // SAFETY: nothing else uses the numbers meanwhile.
        unsafe {
            received::<&mut [u64]>(slot.offset(), 3, |numbers| numbers[2] = 6);
            received::<&[u64]>(slot.offset(), 3, |numbers| assert_eq!(numbers, [5, 2, 6]));
            received::<&[u64]>(0, 0, |numbers| assert!(numbers.is_empty()));
            received::<&mut [u64]>(0, 0, |numbers| assert!(numbers.is_empty()));
            let text = Str::from_ref("Grüße");
            received::<&str>(text.offset(), text.len(), |text| assert_eq!(text, "Grüße"));
        }
    }

    #[test]
    #[should_panic(expected = "is out of bounds")]
    fn what_stands_behind_is_not_lent() {
        let slot = Slice::from_ref(&[1_u64, 2, 3]);
        // SAFETY: what is there is initialized, and nothing writes to it.
        unsafe { received::<&[u64]>(slot.offset(), 4, |_| ()) };
    }

    #[test]
    #[should_panic(expected = "is no value of its type")]
    fn bytes_are_validated() {
        let slot = Slice::from_ref(&[0_u8, 1, 2]);
        // SAFETY: as above.
        unsafe { received::<&[bool]>(slot.offset(), 3, |_| ()) };
    }
}
