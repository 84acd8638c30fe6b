//! `SliceView` and `SliceViewMut`: slices whose elements need more than a reference.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use super::borrow::FromView;
use super::error::{Access, AccessError, Site, Target};
use super::linear::{LinearMemory, LinearMemoryMut};
use super::range::{Range, part};
use super::store::store_all;
use super::view::View;
use super::view_mut::ViewMut;
use crate::abi::InMemory;

/// A slice in linear memory whose elements hold pointers; it iterates over their `XRef`s.
///
/// It is also a `&[T]`, by `Deref`.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemoryMut, Ptr, SharedAbi, Slice, Str};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Word { text: Str }
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Line { words: Slice<Word> }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// bytes[8..13].copy_from_slice(b"hello");
/// let mut memory = LinearMemoryMut::new(&mut bytes);
/// memory.write(Ptr::<Line>::new(16), Line { words: Slice::new(32, 2) })?;
/// memory.write_slice(Slice::new(32, 2), &[Word { text: Str::new(8, 4) }, Word { text: Str::new(12, 1) }])?;
///
/// let line = memory.shared().get(Ptr::<Line>::new(16))?;
/// let words: Result<Vec<&str>, _> = line.words()?.iter().map(|word| word.text()).collect();
/// assert_eq!(words?, ["hell", "o"]);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub struct SliceView<'m, T> {
    memory: LinearMemory<'m>,
    elements: &'m [T],
    offset: u32,
}

impl<'m, T: InMemory> SliceView<'m, T> {
    /// The slice in this range, checked once for all elements: they are in memory, aligned and valid. `R` is it, or what is
    /// handed out for it.
    #[inline]
    pub(crate) fn checked<R: FromView<Self>>(
        memory: LinearMemory<'m>,
        (offset, len): (u32, u32),
        site: Option<&'static Site>,
    ) -> Access<R> {
        let range = Range::many((offset, len), site);
        let elements: &[T] = if range.is_null_slice() {
            &[]
        } else {
            let start = range.check_borrow::<T>(memory.bytes())?;
            // SAFETY: `check_borrow` found `len` times `size_of::<T>()` bytes at `start` inside of `bytes`, at an aligned
            // address, and that they are valid for as many `T`s, which stand without gaps and have no interior
            // mutability; and they are borrowed for `'m`.
            unsafe {
                let first = memory.bytes().as_ptr().add(start).cast::<T>();
                core::slice::from_raw_parts(first, len as usize)
            }
        };
        Ok(R::from_view(Self {
            memory,
            elements,
            offset,
        }))
    }

    /// The elements, for as long as the memory is borrowed.
    #[inline]
    #[must_use]
    pub const fn as_slice(self) -> &'m [T] {
        self.elements
    }

    /// The element at `index`, or `None` past the end.
    #[inline]
    #[must_use]
    pub fn get(self, index: usize) -> Option<T::Ref<'m>> {
        let value = self.elements.get(index)?;
        let own_offset = part(self.offset, index * T::KNOWN.size);
        Some(FromView::from_view(View::new(self.memory, value, own_offset)))
    }

    /// The elements, each with what is needed to follow its pointers.
    #[inline]
    pub fn iter(self) -> Elements<'m, T> {
        self.into_iter()
    }
}

impl<'m, T: InMemory> FromView<SliceView<'m, T>> for &'m [T] {
    #[inline]
    fn from_view(view: SliceView<'m, T>) -> Self {
        view.as_slice()
    }
}

impl<T> Clone for SliceView<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for SliceView<'_, T> {}

impl<T> Deref for SliceView<'_, T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.elements
    }
}

impl<T: InMemory> fmt::Debug for SliceView<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "[{}; {}] at {:#x}",
            T::KNOWN.name,
            self.elements.len(),
            self.offset
        )
    }
}

impl<'m, T: InMemory> IntoIterator for SliceView<'m, T> {
    type Item = T::Ref<'m>;
    type IntoIter = Elements<'m, T>;

    #[inline]
    fn into_iter(self) -> Elements<'m, T> {
        Elements {
            rest: 0..self.elements.len(),
            slice: self,
        }
    }
}

/// The iterator over a [`SliceView`].
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Ptr, SharedAbi, Slice};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Targets { all: Slice<Ptr<u8>> }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// (bytes[16], bytes[24]) = (32, 2); // two pointers at 32
/// (bytes[32], bytes[40]) = (50, 51);
/// let targets = LinearMemory::new(&bytes).get(Ptr::<Targets>::new(16))?;
/// let all: Vec<u32> = targets.all()?.iter().rev().map(|pointer| pointer.offset()).collect();
/// assert_eq!(all, [51, 50]);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub struct Elements<'m, T> {
    slice: SliceView<'m, T>,
    rest: core::ops::Range<usize>,
}

impl<'m, T: InMemory> Iterator for Elements<'m, T> {
    type Item = T::Ref<'m>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.rest.next().and_then(|index| self.slice.get(index))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rest.size_hint()
    }
}

impl<T: InMemory> DoubleEndedIterator for Elements<'_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.rest.next_back().and_then(|index| self.slice.get(index))
    }
}

impl<T: InMemory> ExactSizeIterator for Elements<'_, T> {}

/// A writable slice in linear memory whose elements have padding, so that no `&mut [T]` may stand there:
/// an assignment through it would carry the host's padding bytes to the guest.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemoryMut, SharedAbi, SliceMut};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Frame { id: u32, visible: bool } // 3 bytes of padding
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// let mut memory = LinearMemoryMut::new(&mut bytes);
/// let mut frames = memory.slice_mut(SliceMut::<Frame>::new(16, 2))?;
/// for index in 0..frames.len() {
///     frames.get_mut(index)?.visible = true;
/// }
/// assert!(frames.get(1)?.visible);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub struct SliceViewMut<'m, T> {
    memory: LinearMemoryMut<'m>,
    offset: u32,
    len: u32,
    element: PhantomData<fn(T) -> T>,
}

impl<'m, T: InMemory> SliceViewMut<'m, T> {
    /// How many elements there are.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are no elements.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The element at `index`, for reading.
    ///
    /// # Errors
    /// If there is no such element, or its bytes are invalid for a `T`.
    #[inline]
    pub fn get(&self, index: usize) -> Access<T::Ref<'_>> {
        let offset = self.element(index)?;
        T::resolve(self.memory.shared(), offset, None)
    }

    /// The element at `index`, for writing.
    ///
    /// # Errors
    /// If there is no such element, or its bytes are invalid for a `T`: what was written through a pointer that
    /// leads back into the slice can have changed it.
    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Access<T::Mut<'_>> {
        let offset = self.element(index)?;
        ViewMut::checked(self.memory.reborrow(), offset, None)
    }

    /// Writes every element, its padding as zeros.
    ///
    /// # Errors
    /// If `values` are not as many as the elements; nothing is written then.
    pub fn copy_from_slice(&mut self, values: &[T]) -> Access<()> {
        if values.len() != self.len() {
            return Err(AccessError::LengthMismatch {
                target: self.target(),
                elements: values.len(),
            });
        }
        let start = self.offset as usize;
        store_all(
            values,
            &mut self.memory.bytes_mut()[start..start + size_of_val(values)],
        );
        Ok(())
    }

    /// Where the element at `index` stands.
    #[inline]
    fn element(&self, index: usize) -> Access<u32> {
        if index >= self.len() {
            return Err(AccessError::NoSuchElement {
                target: self.target(),
                index,
            });
        }
        Ok(part(self.offset, index * T::KNOWN.size))
    }

    #[cold]
    fn target(&self) -> Target {
        Range::many((self.offset, self.len), None).target::<T>()
    }
}

impl<T: InMemory> fmt::Debug for SliceViewMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}; {}] at {:#x}", T::KNOWN.name, self.len, self.offset)
    }
}

/// A writable slice whose elements have just been checked, and that nobody has written to since; for the derive.
///
/// A [`SliceViewMut`] that a user has had isn't one any more: what was written through a pointer that leads back into the
/// slice can have changed its elements.
pub struct CheckedSlice<'m, T>(SliceViewMut<'m, T>);

impl<'m, T: InMemory> CheckedSlice<'m, T> {
    /// The writable slice in this range, checked once for all elements: they are in memory, aligned and valid. `R` is it, or what is
    /// handed out for it.
    #[inline]
    pub(crate) fn checked<R: FromView<Self>>(
        memory: LinearMemoryMut<'m>,
        (offset, len): (u32, u32),
        site: Option<&'static Site>,
    ) -> Access<R> {
        let range = Range::many((offset, len), site);
        let memory = if range.is_null_slice() {
            LinearMemoryMut::new(&mut [])
        } else {
            range.check_borrow::<T>(memory.shared().bytes())?;
            memory
        };
        Ok(R::from_view(Self(SliceViewMut {
            memory,
            offset,
            len,
            element: PhantomData,
        })))
    }

    /// The writable view, of a type with padding.
    #[inline]
    #[must_use]
    pub fn view(self) -> SliceViewMut<'m, T> {
        self.0
    }

    /// The elements, of a type without padding.
    #[inline]
    #[must_use]
    pub fn plain(self) -> &'m mut [T] {
        const { assert!(!T::FACTS.padded) };
        let Self(place) = self;
        if place.is_empty() {
            return &mut [];
        }
        let (start, len) = (place.offset as usize, place.len());
        let bytes = &mut place.memory.into_bytes()[start..start + len * T::KNOWN.size];
        // SAFETY: `checked` found the elements in memory, aligned and valid, and this borrows the memory exclusively
        // since. `T` has no padding, so that whatever is written leaves every byte initialized, and no
        // interior mutability.
        unsafe { core::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast::<T>(), len) }
    }
}

// Only of a type without padding, as is asserted.
impl<'m, T: InMemory> FromView<CheckedSlice<'m, T>> for &'m mut [T] {
    #[inline]
    fn from_view(slice: CheckedSlice<'m, T>) -> Self {
        slice.plain()
    }
}

impl<'m, T: InMemory> FromView<CheckedSlice<'m, T>> for SliceViewMut<'m, T> {
    #[inline]
    fn from_view(slice: CheckedSlice<'m, T>) -> Self {
        slice.view()
    }
}
