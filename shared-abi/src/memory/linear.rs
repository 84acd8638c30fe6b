//! `LinearMemory` and `LinearMemoryMut`: a guest's memory, for reading and for writing.
//!
//! What is done with it stands in `read`, `list` and `write`.

use super::range::end_in;

/// A guest's linear memory, for reading: any `&[u8]` that a runtime hands out.
///
/// What it returns borrows from those bytes, so that the memory can't grow and the guest can't run while
/// a reference is held: Rust's borrow checker sees to it.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Ptr, PtrMut, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// pub struct Node { pub data: i32, pub number: i32, pub next: *mut Node }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// bytes[16..32].copy_from_slice(&[7, 0, 0, 0, 2, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0]); // next: 32
/// bytes[32..48].copy_from_slice(&[8, 0, 0, 0, 3, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0]); // next: 99
///
/// let memory = LinearMemory::new(&bytes);
/// let head = memory.get(Ptr::<NodeAbi>::new(16))?;
/// assert_eq!(head.data + head.number, 9);
/// let next = head.next()?.expect("not null");
/// assert_eq!(next.data, 8);
/// let error = next.next().unwrap_err();
/// assert_eq!(error.to_string(), "Node.next -> 0x63: 16 bytes end at 0x73, past the 0x40 bytes of linear memory");
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
#[derive(Clone, Copy)]
pub struct LinearMemory<'m> {
    bytes: &'m [u8],
}

impl<'m> LinearMemory<'m> {
    /// The memory whose byte at offset 0 is the first of `bytes`. Those past 4 GiB can't be reached, as offsets are of 32 bits.
    #[inline]
    #[must_use]
    pub const fn new(bytes: &'m [u8]) -> Self {
        Self { bytes }
    }

    /// The bytes.
    #[inline]
    #[must_use]
    pub const fn bytes(self) -> &'m [u8] {
        self.bytes
    }

    /// The `size` bytes from `offset` on, or `None` if not all of them are in memory. Null is an offset as any other.
    ///
    /// ```
    /// use shared_abi::LinearMemory;
    ///
    /// let memory = LinearMemory::new(&[0, 7, 8]);
    /// assert_eq!(memory.bytes_at(1, 2), Some(&[7, 8][..]));
    /// assert_eq!(memory.bytes_at(1, u64::MAX), None);
    /// ```
    #[inline]
    #[must_use]
    pub fn bytes_at(self, offset: u32, size: u64) -> Option<&'m [u8]> {
        let end = end_in(self.bytes.len() as u64, offset, 1, size)?;
        self.bytes.get(offset as usize..end as usize)
    }
}

impl core::fmt::Debug for LinearMemory<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "LinearMemory({:#x} bytes)", self.bytes.len())
    }
}

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
