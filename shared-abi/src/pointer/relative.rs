//! `RelPtr`: an offset that counts from its own address.

use core::marker::PhantomData;

use super::slot;
use crate::abi::InMemory;

/// A pointer as the distance from its own address, so that the same bytes work at any base.
///
/// Only a field's accessor can follow it, since the distance means nothing without the address.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemoryMut, Ptr, RelPtr, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Entry { value: u32, next: RelPtr<Entry> }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// let mut memory = LinearMemoryMut::new(&mut bytes);
/// // Each `next` stands 4 bytes into its entry, and leads to the start of another.
/// memory.write(Ptr::<Entry>::new(8), &Entry { value: 10, next: RelPtr::between(12, 32) }).unwrap();
/// memory.write(Ptr::<Entry>::new(32), &Entry { value: 20, next: RelPtr::NULL }).unwrap();
/// let memory = memory.shared();
/// let first = memory.get(Ptr::<Entry>::new(8)).unwrap();
/// assert_eq!(first.next().unwrap().unwrap().value, 20);
/// ```
#[repr(transparent)]
pub struct RelPtr<T: ?Sized> {
    distance: u32,
    target: PhantomData<fn(*const T) -> *const T>,
}

static_assertions::assert_eq_size!(RelPtr<u8>, u32);

impl<T: ?Sized> RelPtr<T> {
    /// The null pointer: it points at itself.
    pub const NULL: Self = Self::new(0);

    /// The pointer to `offset` bytes from its own address; a distance backwards is its two's complement,
    /// as [`between`](RelPtr::between) computes it.
    #[inline]
    #[must_use]
    pub const fn new(offset: u32) -> Self {
        Self {
            distance: offset,
            target: PhantomData,
        }
    }

    /// The pointer that, standing at `own`, points to `target`; both in bytes from the start of the same
    /// memory.
    #[inline]
    #[must_use]
    pub const fn between(own: u32, target: u32) -> Self {
        Self::new(target.wrapping_sub(own))
    }

    /// The distance in bytes from its own address.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> u32 {
        self.distance
    }

    /// Whether this is the null pointer.
    #[inline]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.distance == 0
    }

    /// The offset to which it points, standing at `own`.
    ///
    /// wasm32 addresses wrap at 2^32, so this does; the range check follows.
    #[inline]
    #[must_use]
    pub const fn resolve(self, own: u32) -> u32 {
        own.wrapping_add(self.distance)
    }

    #[inline]
    const fn key(self) -> u32 {
        self.distance
    }

    #[inline]
    fn leads_to(self, own: u32) -> Option<u32> {
        (!self.is_null()).then_some(self.resolve(own))
    }
}

slot!({T: ?Sized} RelPtr<T>, "RelPtr", {T: InMemory} -> one_mut T);
