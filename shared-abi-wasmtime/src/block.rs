//! A block of guest memory: where it is and what it was allocated as.

use shared_abi::{AbiType, InMemory, LinearMemory, Ptr, Ptr32, PtrMut, Slice, Slice32, SliceMut, Str};

use crate::error::GuestError;

/// A pointer that names a whole block of guest memory: what [`Guest::alloc`](crate::Guest::alloc),
/// [`alloc_slice`](crate::Guest::alloc_slice) and [`alloc_str`](crate::Guest::alloc_str) return and
/// [`free`](crate::Guest::free) takes back.
///
/// ```
/// use shared_abi::{PtrMut, Slice, Str};
/// use shared_abi_wasmtime::{Block, Extent};
///
/// assert_eq!(PtrMut::<u64>::new(16).extent(), Extent { offset: 16, size: 8, align: 8 });
/// assert_eq!(Slice::<u16>::new(16, 5).extent(), Extent { offset: 16, size: 10, align: 2 });
/// assert_eq!(Str::new(16, 3).extent(), Extent { offset: 16, size: 3, align: 1 });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a block of a guest's memory",
    label = "what `alloc`, `alloc_slice` or `alloc_str` returned is needed: a pointer, a slice or a string"
)]
pub trait Block: Copy {
    /// Where the block is and what it was allocated as.
    fn extent(self) -> Extent;
}

/// Where a [`Block`] is and what it was allocated as, in bytes.
///
/// ```
/// use shared_abi::Slice;
/// use shared_abi_wasmtime::Block;
///
/// let extent = Slice::<u64>::new(16, u32::MAX).extent(); // more than any memory holds: nothing is checked yet
/// assert_eq!((extent.offset, extent.size, extent.align), (16, 0x7_FFFF_FFF8, 8));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Extent {
    /// Bytes from the start of linear memory.
    pub offset: u32,
    /// Its size.
    pub size: u64,
    /// The alignment that it was allocated with.
    pub align: u32,
}

macro_rules! blocks {
    ($($pointer:ident)*; $($slice:ident)*) => {
        $(#[diagnostic::do_not_recommend]
        impl<T: AbiType> Block for $pointer<T> {
            fn extent(self) -> Extent {
                Extent::new::<T>(self.offset(), 1)
            }
        })*
        $(#[diagnostic::do_not_recommend]
        impl<T: AbiType> Block for $slice<T> {
            fn extent(self) -> Extent {
                Extent::new::<T>(self.offset(), self.len().into())
            }
        })*
    };
}

blocks!(Ptr PtrMut Ptr32; Slice SliceMut Slice32);

#[diagnostic::do_not_recommend]
impl Block for Str {
    fn extent(self) -> Extent {
        self.bytes().extent()
    }
}

impl Extent {
    /// `len` elements of `T`.
    pub(crate) fn new<T: InMemory>(offset: u32, len: u64) -> Self {
        Self {
            offset,
            size: len.saturating_mul(T::KNOWN.size as u64),
            align: u32::try_from(T::KNOWN.align).expect("the compiler aligns to 2^29 bytes at most"),
        }
    }

    /// Checks that the block lies in `memory` and is aligned.
    pub(crate) fn check(self, memory: LinearMemory<'_>) -> Result<(), GuestError> {
        let Self { offset, size, align } = self;
        if memory.bytes_at(offset, size).is_none() {
            let memory = memory.bytes().len() as u64;
            return Err(GuestError::BlockOutOfBounds { offset, size, memory });
        }
        if !offset.is_multiple_of(align) {
            return Err(GuestError::BlockMisaligned { offset, size, align });
        }
        Ok(())
    }
}
