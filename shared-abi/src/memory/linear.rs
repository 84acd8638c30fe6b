//! `LinearMemory`: a guest's memory, for reading.

use super::Access;
use super::error::AccessError;
use super::list::List;
use super::range::{Wanted, check};
use super::slice::SliceView;
use super::view::View;
use crate::abi::{AbiType, InMemory, validate_elements};
use crate::pointer::{Site, Str, ToPtr, ToSlice};

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
    /// If the pointer is null, out of bounds or misaligned, or if the bytes are no value of `T`.
    #[inline]
    pub fn get<T: InMemory>(self, pointer: impl ToPtr<T>) -> Access<T::Ref<'m>> {
        self.follow_nonnull::<T>(pointer.to_offset(), None)
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
    /// an element is no value of `T`.
    #[inline]
    pub fn slice<T: AbiType>(self, slice: impl ToSlice<T>) -> Access<&'m [T]> {
        self.elements(Wanted::many(slice.to_range(), None))
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
        self.follow_str(string.bytes().to_range(), None)
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
    /// If the pointer is null, out of bounds or misaligned, or if the bytes are no value of `T`.
    #[inline]
    pub fn read<T: AbiType>(self, pointer: impl ToPtr<T>) -> Access<T> {
        self.read_wanted(Wanted::one(pointer.to_offset(), None))
    }

    #[inline]
    pub(super) fn read_wanted<T: InMemory>(self, wanted: Wanted) -> Access<T> {
        let start = check::<T>(self.bytes.len(), 0, wanted)?;
        self.validate::<T>(start, wanted)?;
        // SAFETY: `check` found `size_of::<T>()` bytes at `start` inside of `bytes`, and `validate` found
        // them to be a value of `T`. An `AbiType` owns nothing, so that a second copy of it is sound.
        Ok(unsafe { self.bytes.as_ptr().add(start).cast::<T>().read_unaligned() })
    }

    /// The elements of a list, from `head` on, `next` naming each one's successor; a null pointer ends it.
    ///
    /// A list of more than `limit` elements, such as a cycle, ends in an error.
    ///
    /// ```
    /// use shared_abi::{AccessError, AlignedBytes, LinearMemory, Ptr, PtrMut, SharedAbi};
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Node { value: u64, next: PtrMut<Node> }
    ///
    /// let mut bytes = AlignedBytes::<64>::ZERO;
    /// bytes[24] = 16; // the node at 16 is its own successor
    /// let memory = LinearMemory::new(&bytes);
    /// let list: Result<Vec<_>, _> = memory.list(Ptr::<Node>::new(16), 1000, |node| node.next).collect();
    /// assert!(matches!(list, Err(AccessError::LimitExceeded { limit: 1000, .. })));
    /// ```
    #[inline]
    #[rustfmt::skip] // in one line, which is how long an error shows it
    pub fn list<T: AbiType, P: ToPtr<T>, F: FnMut(&T) -> P>(self, head: impl ToPtr<T>, limit: usize, next: F) -> List<'m, T, F> {
        List::new(self, head.to_offset(), limit, next)
    }

    /// Follows the pointer of a field; null leads nowhere.
    #[inline]
    pub(crate) fn follow<T: InMemory>(
        self,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<Option<T::Ref<'m>>> {
        if offset == 0 {
            return Ok(None);
        }
        self.follow_nonnull::<T>(offset, site).map(Some)
    }

    #[inline]
    pub(crate) fn follow_nonnull<T: InMemory>(
        self,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<T::Ref<'m>> {
        T::resolve(self, offset, site)
    }

    #[inline]
    pub(crate) fn follow_slice<T: InMemory>(
        self,
        range: (u32, u32),
        site: Option<&'static Site>,
    ) -> Access<SliceView<'m, T>> {
        let elements = self.elements(Wanted::many(range, site))?;
        Ok(SliceView::new(self, elements, range.0))
    }

    #[inline]
    pub(crate) fn follow_str(self, range: (u32, u32), site: Option<&'static Site>) -> Access<&'m str> {
        let wanted = Wanted::many(range, site);
        let bytes = self.elements::<u8>(wanted)?;
        core::str::from_utf8(bytes).map_err(|error| {
            let mut target = wanted.target::<u8>();
            target.ty = "str";
            AccessError::InvalidUtf8 {
                target,
                valid_up_to: error.valid_up_to(),
            }
        })
    }

    /// The whole `T` at `offset`, checked.
    #[inline]
    pub(crate) fn whole<T: InMemory>(self, offset: u32, site: Option<&'static Site>) -> Access<View<'m, T>> {
        self.view(Wanted::one(offset, site))
    }

    #[inline]
    pub(super) fn view<T: InMemory>(self, wanted: Wanted) -> Access<View<'m, T>> {
        let start = check::<T>(self.bytes.len(), self.bytes.as_ptr().addr(), wanted)?;
        self.validate::<T>(start, wanted)?;
        // SAFETY: `check` found `size_of::<T>()` bytes at `start` inside of `bytes`, at an aligned
        // address; `validate` found them to be a value of `T`, which has no interior mutability; and they
        // are borrowed for `'m`.
        let value = unsafe { &*self.bytes.as_ptr().add(start).cast::<T>() };
        Ok(View::new(self, value, wanted.offset))
    }

    #[inline]
    fn elements<T: InMemory>(self, wanted: Wanted) -> Access<&'m [T]> {
        let len = wanted.len.unwrap_or(1);
        if wanted.offset == 0 && len == 0 {
            return Ok(&[]);
        }
        let start = check::<T>(self.bytes.len(), self.bytes.as_ptr().addr(), wanted)?;
        self.validate::<T>(start, wanted)?;
        // SAFETY: as in `view`, for each of the `len` elements, which stand without gaps.
        Ok(unsafe { core::slice::from_raw_parts(self.bytes.as_ptr().add(start).cast::<T>(), len as usize) })
    }

    /// Validates the wanted values, whose range has been checked.
    #[inline]
    pub(super) fn validate<T: InMemory>(self, start: usize, wanted: Wanted) -> Access<()> {
        if T::FACTS.any_bits {
            return Ok(());
        }
        let size = T::KNOWN.size;
        let result = match wanted.len {
            None => T::validate(&self.bytes[start..start + size]),
            Some(len) => validate_elements::<T>(&self.bytes[start..start + len as usize * size]),
        };
        result.map_err(|invalid| AccessError::invalid::<T>(wanted.target::<T>(), invalid))
    }
}

impl core::fmt::Debug for LinearMemory<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "LinearMemory({:#x} bytes)", self.bytes.len())
    }
}
