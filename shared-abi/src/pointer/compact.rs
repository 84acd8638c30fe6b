//! `Ptr32` and `Slice32`: bare 4-byte guest pointers, for guests whose layout already exists.

use core::marker::PhantomData;

use super::{ToPtr, ToSlice, slot};
use crate::abi::InMemory;

/// A bare 4-byte guest pointer, for guests whose layout already exists: WASI, CosmWasm, any C code.
///
/// ```
/// use shared_abi::{LinearMemory, Ptr32, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct IoVec { base: Ptr32<u8>, len: u32 } // 8 bytes, as WASI has it
///
/// assert_eq!(shared_abi::layout_of::<IoVec>().size, 8);
/// ```
#[repr(transparent)]
pub struct Ptr32<T: ?Sized> {
    offset: u32,
    target: PhantomData<fn(*const T) -> *const T>,
}

static_assertions::assert_eq_size!(Ptr32<u8>, u32);

impl<T: ?Sized> Ptr32<T> {
    /// The null pointer.
    pub const NULL: Self = Self::new(0);

    /// The pointer to `offset` bytes from the start of linear memory. Nothing is checked before it is
    /// followed.
    #[inline]
    #[must_use]
    pub const fn new(offset: u32) -> Self {
        Self {
            offset,
            target: PhantomData,
        }
    }

    /// Bytes from the start of linear memory.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> u32 {
        self.offset
    }

    /// Whether this is the null pointer.
    #[inline]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.offset == 0
    }

    #[inline]
    const fn key(self) -> u32 {
        self.offset
    }

    #[inline]
    fn leads_to(self, _: u32) -> Option<u32> {
        (!self.is_null()).then_some(self.offset)
    }
}

slot!({T: ?Sized} Ptr32<T>, "Ptr32", {T: InMemory} -> one_mut T);

#[diagnostic::do_not_recommend]
impl<T> ToPtr<T> for Ptr32<T> {
    #[inline]
    fn to_offset(self) -> u32 {
        self.offset
    }
}

/// A slice of `T`s as a bare 4-byte guest pointer and a 4-byte length.
///
/// ```
/// use shared_abi::{LinearMemory, Slice32};
///
/// assert_eq!(shared_abi::layout_of::<Slice32<u64>>().size, 8);
/// let memory = LinearMemory::new(&[0, 1, 2, 3]);
/// assert_eq!(memory.slice(Slice32::<u8>::new(2, 2)).unwrap(), [2, 3]);
/// ```
#[repr(C)]
pub struct Slice32<T> {
    start: Ptr32<T>,
    len: u32,
}

static_assertions::assert_eq_size!(Slice32<u8>, [u32; 2]);
static_assertions::const_assert_eq!(memoffset::offset_of!(Slice32<u8>, start), 0);
static_assertions::const_assert_eq!(memoffset::offset_of!(Slice32<u8>, len), 4);

impl<T> Slice32<T> {
    /// The null slice: offset 0, length 0. It reads as an empty one.
    pub const NULL: Self = Self::new(0, 0);

    /// The slice of `len` elements that starts `offset` bytes from the start of linear memory. Nothing is
    /// checked before it is followed.
    #[inline]
    #[must_use]
    pub const fn new(offset: u32, len: u32) -> Self {
        Self {
            start: Ptr32::new(offset),
            len,
        }
    }

    /// Bytes from the start of linear memory to the first element.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> u32 {
        self.start.offset
    }

    /// How many elements there are.
    #[inline]
    #[must_use]
    pub const fn len(self) -> u32 {
        self.len
    }

    /// Whether there are no elements.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Whether the offset is null.
    #[inline]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.start.is_null()
    }

    #[inline]
    const fn key(self) -> (u32, u32) {
        (self.start.offset, self.len)
    }
}

slot!({T} Slice32<T>, "Slice32", {T: InMemory} -> many_mut T);

#[diagnostic::do_not_recommend]
impl<T> ToSlice<T> for Slice32<T> {
    #[inline]
    fn to_range(self) -> (u32, u32) {
        self.key()
    }
}
