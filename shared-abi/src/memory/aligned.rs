//! Bytes that are aligned like linear memory.

use core::ops::{Deref, DerefMut};

/// `N` bytes, aligned to 16 as a runtime's linear memory at least is; a memory image for tests and statics.
///
/// A `Vec<u8>` or a `[u8; N]` may start at any address, where no reference to a `u64` can point into it.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Ptr};
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// bytes[8] = 7;
/// assert_eq!(*LinearMemory::new(&bytes).get(Ptr::<u64>::new(8)).unwrap(), 7);
/// ```
#[derive(Clone, Debug)]
#[repr(C, align(16))]
pub struct AlignedBytes<const N: usize>(pub [u8; N]);

impl<const N: usize> AlignedBytes<N> {
    /// All zero.
    pub const ZERO: Self = Self([0; N]);
}

impl<const N: usize> Deref for AlignedBytes<N> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> DerefMut for AlignedBytes<N> {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}
