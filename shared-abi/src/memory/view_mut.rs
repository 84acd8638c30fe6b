//! `ViewMut`: a checked, writable value in linear memory.

use core::fmt;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ops::{Deref, DerefMut};

use super::borrow::FromView;
use super::error::{Access, Site};
use super::linear::LinearMemoryMut;
use super::range::{Range, part};
use super::store::store;
use super::view::View;
use crate::abi::InMemory;
use crate::pointer::PtrMut;
use crate::select::Choose;

/// A writable value in linear memory that has been checked.
///
/// The generated `XMut` wraps one; `XMut::as_ref` returns it.
///
/// A value without padding is written in place. One with padding is written to a copy, which is stored
/// when this is dropped, its padding as zeros: an assignment in place would carry the host's padding bytes
/// to the guest.
///
/// The copy is on the stack, and a build without optimizations moves it several times: a type with padding and of
/// hundreds of kilobytes needs a thread with a larger stack. Of a long array of such a type, follow a
/// [`SliceMut`](crate::SliceMut) instead: a [`SliceViewMut`](crate::SliceViewMut) copies one element at a time. The same goes
/// for a generic type, of which it isn't known whether it has padding.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemoryMut, Ptr, SharedAbi, ViewMut};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Frame { id: u32, visible: bool } // 3 bytes of padding
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// let mut memory = LinearMemoryMut::new(&mut bytes);
/// let pointer = Ptr::<Frame>::new(16);
///
/// let mut frame: ViewMut<'_, Frame> = memory.get_mut(pointer)?;
/// frame.id = 7;
/// *frame = Frame { id: frame.id, visible: true };
/// drop(frame);
/// assert!(memory.shared().get(pointer)?.visible);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
pub struct ViewMut<'m, T: InMemory> {
    memory: LinearMemoryMut<'m>,
    offset: u32,
    /// Initialized where `T` has padding.
    copy: MaybeUninit<Copied<T>>,
}

/// A `T` where it has padding, and nothing where it is known to have none: a copy of a large one wouldn't fit on the
/// stack.
type Copied<T> = <<T as InMemory>::Padding as Choose>::Out<(), T>;

impl<'m, T: InMemory> ViewMut<'m, T> {
    /// The `T` at `offset`, checked: it is in memory, aligned and valid. `R` is a writable view, or what is handed out
    /// for one.
    #[inline]
    pub(super) fn checked<R: FromView<Self>>(
        memory: LinearMemoryMut<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<R> {
        Range::one(offset, site).check_borrow::<T>(memory.shared().bytes())?;
        Ok(R::from_view(Self::new(memory, offset)))
    }

    /// The value at `offset`, whose range, alignment (on the host too) and bytes have been checked.
    #[inline]
    fn new(memory: LinearMemoryMut<'m>, offset: u32) -> Self {
        const { assert!(!T::FACTS.padded || size_of::<Copied<T>>() == size_of::<T>()) };
        let mut view = Self {
            memory,
            offset,
            copy: MaybeUninit::uninit(),
        };
        if T::FACTS.padded {
            let start = offset as usize;
            let bytes = &view.memory.shared().bytes()[start..start + T::KNOWN.size];
            // SAFETY: the bytes are valid for a `T`, as the caller has checked, at an aligned address. A type that is
            // `InMemory` owns nothing, so that a second copy of it is sound. Since `T` has padding, the copy is a `T`.
            unsafe {
                let copy = view.copy.as_mut_ptr().cast::<T>();
                copy.copy_from_nonoverlapping(bytes.as_ptr().cast(), 1);
            }
        }
        view
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
    pub const fn pointer(&self) -> PtrMut<T> {
        PtrMut::new(self.offset)
    }

    /// The value for reading, with what is needed to follow its pointers.
    #[inline]
    #[must_use]
    pub fn view(&self) -> View<'_, T> {
        View::new(self.memory.shared(), self, self.offset)
    }

    /// Ends the writing and returns the memory.
    #[inline]
    pub fn into_memory(self) -> LinearMemoryMut<'m> {
        let mut this = ManuallyDrop::new(self);
        this.finish();
        core::mem::replace(&mut this.memory, LinearMemoryMut::new(&mut []))
    }

    /// The writable view of a part of the value.
    #[inline]
    #[must_use]
    pub fn field<F: InMemory>(self, project: impl FnOnce(&T) -> &F) -> ViewMut<'m, F> {
        let value: &T = &self;
        let field = project(value);
        let distance = (&raw const *field)
            .addr()
            .wrapping_sub((&raw const *value).addr());
        assert!(
            distance
                .checked_add(size_of::<F>())
                .is_some_and(|end| end <= size_of::<T>()),
            "a field lies in its struct"
        );
        // The copy of a packed value may by chance be aligned better than the value in memory.
        assert!(
            !T::FACTS.padded || align_of::<F>() <= align_of::<T>(),
            "a field of which there is a reference is aligned no more than its struct"
        );
        let offset = part(self.offset, distance);
        // The part of a valid, aligned value is valid and, since there was a reference to it, aligned: in
        // memory itself, or as a multiple of `F`'s alignment from where `T`, aligned no less, starts.
        ViewMut::new(self.into_memory(), offset)
    }

    /// The reference to a value without padding.
    #[inline]
    fn into_plain(self) -> &'m mut T {
        const { assert!(!T::FACTS.padded) };
        let start = self.offset as usize;
        let bytes = &mut self.into_memory().into_bytes()[start..start + T::KNOWN.size];
        // SAFETY: as in `deref_mut`; the bytes are borrowed for `'m`.
        unsafe { &mut *bytes.as_mut_ptr().cast::<T>() }
    }

    /// Stores the copy, where there is one.
    #[inline]
    fn finish(&mut self) {
        if T::FACTS.padded {
            // SAFETY: `new` wrote the copy, which is a `T`, since `T` has padding.
            let value = unsafe { &*self.copy.as_ptr().cast::<T>() };
            let start = self.offset as usize;
            store(value, &mut self.memory.bytes_mut()[start..start + T::KNOWN.size]);
        }
    }
}

impl<'m, T: InMemory, const N: usize> ViewMut<'m, [T; N]> {
    /// The element at `index`, writable, or `None` past the end.
    #[inline]
    #[must_use]
    pub fn at(self, index: usize) -> Option<T::Mut<'m>> {
        self.get(index)?;
        Some(FromView::from_view(self.field(|array| &array[index])))
    }
}

// Only of a type without padding, as is asserted.
impl<'m, T: InMemory> FromView<ViewMut<'m, T>> for &'m mut T {
    #[inline]
    fn from_view(view: ViewMut<'m, T>) -> Self {
        view.into_plain()
    }
}

impl<T: InMemory> Drop for ViewMut<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.finish();
    }
}

impl<T: InMemory> Deref for ViewMut<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        if T::FACTS.padded {
            // SAFETY: `new` wrote the copy, which is a `T`, since `T` has padding.
            return unsafe { &*self.copy.as_ptr().cast::<T>() };
        }
        // SAFETY: the caller of `new` checked that `size_of::<T>()` bytes at `offset` lie in memory, at an
        // aligned address, and are valid for a `T`; nothing else has been able to write to them since.
        unsafe {
            &*self
                .memory
                .shared()
                .bytes()
                .as_ptr()
                .add(self.offset as usize)
                .cast::<T>()
        }
    }
}

impl<T: InMemory> DerefMut for ViewMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        if T::FACTS.padded {
            // SAFETY: `new` wrote the copy, which is a `T`, since `T` has padding.
            return unsafe { &mut *self.copy.as_mut_ptr().cast::<T>() };
        }
        // SAFETY: as in `deref`, and the memory is borrowed exclusively. `T` has no padding, so that
        // whatever is written leaves every byte initialized.
        unsafe {
            &mut *self
                .memory
                .bytes_mut()
                .as_mut_ptr()
                .add(self.offset as usize)
                .cast::<T>()
        }
    }
}

impl<T: InMemory> fmt::Debug for ViewMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:#x}", T::KNOWN.name, self.offset)
    }
}
