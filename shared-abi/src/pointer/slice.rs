//! `Slice`, `SliceMut` and `Str`: a wide pointer in two 8-byte slots, offset then length.

use super::{Ptr, PtrMut, ToSlice, slot};
use crate::abi::InMemory;

/// A length: the lower half of an 8-byte slot whose upper half a C guest leaves undefined.
type Len = Ptr<()>;

macro_rules! wide {
    ($(#[$doc:meta])* $name:ident<$t:ident>, $pointer:ident, $text:literal -> $leads:ident) => {
        $(#[$doc])*
        #[repr(C)]
        pub struct $name<$t> {
            start: $pointer<$t>,
            len: Len,
        }

        impl<$t> $name<$t> {
            /// The null slice: offset 0, length 0. It reads as an empty one.
            pub const NULL: Self = Self::new(0, 0);

            /// The slice of `len` elements that starts `offset` bytes from the start of linear memory.
            /// Nothing is checked before it is followed.
            #[inline]
            #[must_use]
            pub const fn new(offset: u32, len: u32) -> Self {
                Self { start: $pointer::new(offset), len: Len::new(len) }
            }

            /// Bytes from the start of linear memory to the first element.
            #[inline]
            #[must_use]
            pub const fn offset(self) -> u32 {
                self.start.offset()
            }

            /// How many elements there are.
            #[inline]
            #[must_use]
            pub const fn len(self) -> u32 {
                self.len.offset()
            }

            /// Whether there are no elements.
            #[inline]
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.len() == 0
            }

            /// Whether the offset is null.
            #[inline]
            #[must_use]
            pub const fn is_null(self) -> bool {
                self.start.is_null()
            }

            /// The pointer to the first element.
            #[inline]
            #[must_use]
            pub const fn start(self) -> $pointer<$t> {
                self.start
            }

            #[inline]
            pub(super) const fn from_parts(start: $pointer<$t>, len: u32) -> Self {
                Self { start, len: Len::new(len) }
            }

            #[inline]
            const fn key(self) -> (u32, u32) {
                (self.offset(), self.len())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$t> ToSlice<$t> for $name<$t> {
            #[inline]
            fn to_range(self) -> (u32, u32) {
                self.key()
            }
        }

        slot!({$t} $name<$t>, $text, {$t: InMemory} -> $leads $t);

        static_assertions::assert_eq_size!($name<u8>, [u64; 2]);
        static_assertions::const_assert_eq!(memoffset::offset_of!($name<u8>, start), 0);
        static_assertions::const_assert_eq!(memoffset::offset_of!($name<u8>, len), 8);
    };
}

wide! {
    /// A slice of `T`s in linear memory, in two 8-byte slots; what `*const [T]` becomes.
    ///
    /// ```
    /// use shared_abi::{AlignedBytes, LinearMemory, Slice};
    ///
    /// let mut bytes = AlignedBytes::<16>::ZERO;
    /// (bytes[4], bytes[8]) = (10, 20);
    /// let memory = LinearMemory::new(&bytes);
    /// assert_eq!(memory.slice(Slice::<u32>::new(4, 2)).unwrap(), [10, 20]);
    /// ```
    Slice<T>, Ptr, "Slice" -> many
}

wide! {
    /// A slice of `T`s in linear memory that may be written through, in two 8-byte slots; what
    /// `*mut [T]` becomes.
    ///
    /// ```
    /// use shared_abi::{AlignedBytes, LinearMemoryMut, SliceMut};
    ///
    /// let mut bytes = AlignedBytes::<16>::ZERO;
    /// LinearMemoryMut::new(&mut bytes).slice_mut(SliceMut::<u8>::new(4, 3)).unwrap().fill(9);
    /// assert_eq!(bytes[3..8], [0, 9, 9, 9, 0]);
    /// ```
    SliceMut<T>, PtrMut, "SliceMut" -> many_mut
}

impl<T> SliceMut<T> {
    /// The same slice, for reading.
    #[inline]
    #[must_use]
    pub const fn cast_const(self) -> Slice<T> {
        Slice::new(self.offset(), self.len())
    }
}

impl<T> From<SliceMut<T>> for Slice<T> {
    #[inline]
    fn from(slice: SliceMut<T>) -> Self {
        slice.cast_const()
    }
}

/// A string in linear memory, in two 8-byte slots; what `*const str` becomes. UTF-8 is checked when it is
/// followed.
///
/// ```
/// use shared_abi::{LinearMemory, Str};
///
/// let memory = LinearMemory::new(b"....Gr\xc3\xbc\xc3\x9fe");
/// assert_eq!(memory.str(Str::new(4, 7)).unwrap(), "Grüße");
/// assert!(memory.str(Str::new(7, 4)).is_err()); // starts inside of a character
/// ```
#[repr(transparent)]
pub struct Str {
    bytes: Slice<u8>,
}

impl Str {
    /// The null string: offset 0, length 0. It reads as an empty one.
    pub const NULL: Self = Self::new(0, 0);

    /// The string of `len` bytes that starts `offset` bytes from the start of linear memory. Nothing is
    /// checked before it is followed.
    #[inline]
    #[must_use]
    pub const fn new(offset: u32, len: u32) -> Self {
        Self {
            bytes: Slice::new(offset, len),
        }
    }

    /// Bytes from the start of linear memory.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> u32 {
        self.bytes.offset()
    }

    /// How many bytes there are.
    #[inline]
    #[must_use]
    pub const fn len(self) -> u32 {
        self.bytes.len()
    }

    /// Whether there are no bytes.
    #[inline]
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether the offset is null.
    #[inline]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.bytes.is_null()
    }

    /// The bytes, without the promise that they are UTF-8.
    #[inline]
    #[must_use]
    pub const fn bytes(self) -> Slice<u8> {
        self.bytes
    }

    #[inline]
    const fn key(self) -> (u32, u32) {
        (self.offset(), self.len())
    }
}

/// The same bytes as a string; that they are UTF-8 is checked when it is followed.
impl From<Slice<u8>> for Str {
    #[inline]
    fn from(bytes: Slice<u8>) -> Self {
        Self { bytes }
    }
}

slot!({} Str, "Str", {} -> text);
static_assertions::assert_eq_size!(Str, [u64; 2]);
