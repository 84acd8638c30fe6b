//! What the host reads in linear memory: by reference, or as a copy.
//!
//! A pointer becomes a reference in four steps, whoever follows it:
//!
//! 1. `LinearMemory::get` has an offset from its caller; `Slot::follow`, in the accessor of a field, from the slot.
//! 2. `InMemory::resolve`: the type decides how much of it is looked at, of an extensible one its head.
//! 3. `View::checked` makes the reference, and what is handed out for it, if
//! 4. `Range::check_borrow` finds the range in memory and aligned, and its bytes valid.
//!
//! The same four to write: `get_mut` or `follow_mut`, `ResolveMut::resolve_mut`, `ViewMut::checked`, `check_borrow`. A slice
//! has no second step: `SliceView::checked`, or `CheckedSlice::checked` to write, checks it once for all elements.

use super::error::{Access, AccessError, Site};
use super::linear::LinearMemory;
use super::range::Range;
use super::slice::SliceView;
use crate::abi::{AbiType, InMemory};
use crate::pointer::{Str, ToPtr, ToSlice};

impl<'m> LinearMemory<'m> {
    /// The `T` that `pointer` points to: for a struct `X` an `XRef`, for a number a reference.
    ///
    /// ```
    /// use shared_abi::{LinearMemory, Ptr};
    ///
    /// let memory = LinearMemory::new(&[0, 7, 8]);
    /// assert_eq!(memory.get(Ptr::<u8>::new(2)), Ok(&8));
    /// assert!(memory.get(Ptr::<u8>::new(3)).is_err());
    /// ```
    ///
    /// # Errors
    /// If the pointer is null, out of bounds or misaligned, or if the bytes are invalid for a `T`.
    #[inline]
    pub fn get<T: InMemory>(self, pointer: impl ToPtr<T>) -> Access<T::Ref<'m>> {
        T::resolve(self, pointer.to_offset(), None)
    }

    /// The elements that `slice` names. A null slice of length 0 is empty.
    ///
    /// ```
    /// use shared_abi::{LinearMemory, Slice};
    ///
    /// let memory = LinearMemory::new(&[0, 7, 8]);
    /// assert_eq!(memory.slice(Slice::<u8>::new(1, 2)).unwrap(), [7, 8]);
    /// assert!(memory.slice(Slice::<u8>::new(1, u32::MAX)).is_err());
    /// assert!(memory.slice(Slice::<u8>::NULL).unwrap().is_empty());
    /// ```
    ///
    /// # Errors
    /// If the slice is null with a length, out of bounds or misaligned, if it has elements but they have no bytes, or if
    /// the bytes of an element are invalid for a `T`.
    #[inline]
    pub fn slice<T: AbiType>(self, slice: impl ToSlice<T>) -> Access<&'m [T]> {
        SliceView::checked(self, slice.to_range(), None)
    }

    /// The text that `string` names. A null string of length 0 is empty.
    ///
    /// ```
    /// use shared_abi::{LinearMemory, Str};
    ///
    /// let memory = LinearMemory::new(b"\0hello");
    /// assert_eq!(memory.str(Str::new(1, 4)), Ok("hell"));
    /// ```
    ///
    /// # Errors
    /// If the string is null with a length or out of bounds, or if its bytes aren't UTF-8.
    #[inline]
    pub fn str(self, string: Str) -> Access<&'m str> {
        self.text(string.bytes().to_range(), None)
    }

    /// A copy of the `T` that `pointer` points to. The bytes may start at any host address.
    ///
    /// ```
    /// use shared_abi::{LinearMemory, Ptr};
    ///
    /// let memory = LinearMemory::new(&[0, 0, 1, 2]);
    /// assert_eq!(memory.read(Ptr::<u16>::new(2)).unwrap(), 0x0201);
    /// ```
    ///
    /// # Errors
    /// If the pointer is null, out of bounds or misaligned, or if the bytes are invalid for a `T`.
    #[inline]
    pub fn read<T: AbiType>(self, pointer: impl ToPtr<T>) -> Access<T> {
        Range::one(pointer.to_offset(), None).read(self.bytes())
    }

    /// The text in this range.
    #[inline]
    pub(crate) fn text(self, range: (u32, u32), site: Option<&'static Site>) -> Access<&'m str> {
        let bytes = SliceView::<u8>::checked(self, range, site)?;
        core::str::from_utf8(bytes).map_err(|error| {
            let mut target = Range::many(range, site).target::<u8>();
            target.ty = "str";
            AccessError::InvalidUtf8 {
                target,
                valid_up_to: error.valid_up_to(),
            }
        })
    }
}
