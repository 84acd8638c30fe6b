//! `View`: a checked value in linear memory, and the memory to follow its pointers in.

use core::fmt;
use core::ops::Deref;

use super::borrow::FromView;
use super::error::{Access, Site};
use super::linear::LinearMemory;
use super::range::{Range, part};
use crate::abi::InMemory;
use crate::pointer::Ptr;

/// A value in linear memory that has been checked: a reference to it that can also follow its pointers.
///
/// The generated `XRef` wraps one; `XRef::as_ref` returns it.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Ptr, SharedAbi, View};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Pair { first: Ptr<u32>, second: Ptr<u32> }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// (bytes[16], bytes[32]) = (32, 5); // `first` leads to 32, where a 5 stands
/// let pair = LinearMemory::new(&bytes).get(Ptr::<Pair>::new(16))?;
/// assert_eq!(pair.first()?, Some(&5));
///
/// let view: &View<'_, Pair> = pair.as_ref();
/// assert_eq!(view.pointer(), Ptr::new(16));
/// assert_eq!(view.field(|pair| &pair.second).own_offset(), 24);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub struct View<'m, T> {
    memory: LinearMemory<'m>,
    value: &'m T,
    offset: u32,
}

/// A [`View`] of an array: an array by `Deref`, with [`at`](View::at) for elements that hold pointers.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Ptr};
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// (bytes[16], bytes[24], bytes[32]) = (32, 33, 5); // two pointers at 16; a 5 at 32
/// let pair = LinearMemory::new(&bytes).get(Ptr::<[Ptr<u8>; 2]>::new(16))?;
/// assert_eq!(*pair, [Ptr::new(32), Ptr::new(33)]);
/// assert_eq!(pair.memory().get(*pair.at(0).unwrap())?, &5);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub type ArrayView<'m, T, const N: usize> = View<'m, [T; N]>;

impl<'m, T: InMemory> View<'m, T> {
    /// The `T` at `offset`, checked: it is in memory, aligned and valid. `R` is a view, or what is handed out for one.
    #[inline]
    pub(crate) fn checked<R: FromView<Self>>(
        memory: LinearMemory<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<R> {
        let start = Range::one(offset, site).check_borrow::<T>(memory.bytes())?;
        // SAFETY: `check_borrow` found `size_of::<T>()` bytes at `start` inside of `bytes`, at an aligned address, and
        // that they are valid for a `T`, which has no interior mutability; and they are borrowed for `'m`.
        let value = unsafe { &*memory.bytes().as_ptr().add(start).cast::<T>() };
        Ok(R::from_view(Self::new(memory, value, offset)))
    }
}

impl<'m, T> View<'m, T> {
    /// The view of a value of which it is known that it stands at `offset` of `memory`.
    #[inline]
    pub(super) const fn new(memory: LinearMemory<'m>, value: &'m T, offset: u32) -> Self {
        Self {
            memory,
            value,
            offset,
        }
    }

    /// The memory in which the value stands.
    #[inline]
    #[must_use]
    pub const fn memory(&self) -> LinearMemory<'m> {
        self.memory
    }

    /// Where the value itself stands, in bytes from the start of linear memory. (Of a view of a pointer, `offset` is
    /// the pointer's own, where it leads to.)
    #[inline]
    #[must_use]
    pub const fn own_offset(&self) -> u32 {
        self.offset
    }

    /// The pointer to the value.
    #[inline]
    #[must_use]
    pub const fn pointer(&self) -> Ptr<T> {
        Ptr::new(self.offset)
    }

    /// The value, for as long as the memory is borrowed.
    #[inline]
    #[must_use]
    pub const fn get(self) -> &'m T {
        self.value
    }

    /// The view of a part of the value.
    #[inline]
    #[must_use]
    pub fn field<F>(self, project: impl FnOnce(&'m T) -> &'m F) -> View<'m, F> {
        let field = project(self.value);
        let distance = (&raw const *field)
            .addr()
            .wrapping_sub((&raw const *self.value).addr());
        // Of a reference to anything but a part the offset means nothing, and is checked when it is followed.
        View::new(self.memory, field, part(self.offset, distance))
    }
}

impl<'m, T: InMemory, const N: usize> View<'m, [T; N]> {
    /// The element at `index`, with what is needed to follow its pointers, or `None` past the end.
    #[inline]
    #[must_use]
    pub fn at(self, index: usize) -> Option<T::Ref<'m>> {
        self.value.get(index)?;
        Some(FromView::from_view(self.field(|array| &array[index])))
    }
}

impl<'m, T> FromView<View<'m, T>> for &'m T {
    #[inline]
    fn from_view(view: View<'m, T>) -> Self {
        view.get()
    }
}

impl<T> Clone for View<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for View<'_, T> {}

impl<T> Deref for View<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.value
    }
}

impl<T: InMemory> fmt::Debug for View<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:#x}", T::KNOWN.name, self.offset)
    }
}
