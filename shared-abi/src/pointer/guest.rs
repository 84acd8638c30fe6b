//! Guest code's side of the slots: the pointers that they hold.
//!
//! On a host it is there for type checks and unit tests: see [`address`](super::address).

use super::address::Reach;
use super::{FnPtr, Ptr, PtrMut, Slice, SliceMut, Str};

macro_rules! thin {
    ($name:ident, $native:ty, $from_native:expr) => {
        impl<T> $name<T> {
            /// The native pointer. For [guest code](crate#guest-code).
            #[inline]
            #[must_use]
            pub fn as_ptr(self) -> $native {
                let native: fn(*const ()) -> $native = $from_native;
                native(self.native())
            }

            /// The value that this points to, or `None` if this is null. For [guest code](crate#guest-code).
            ///
            /// # Safety
            /// If it isn't null, it points to an initialized, aligned `T` that nothing writes to as long
            /// as the reference lives.
            #[inline]
            #[must_use]
            pub unsafe fn as_ref<'a>(self) -> Option<&'a T> {
                // SAFETY: the same promise.
                unsafe { self.native().cast::<T>().as_ref() }
            }
        }
    };
}

thin!(Ptr, *const T, |native| native.cast());
thin!(PtrMut, *mut T, |native| native.cast_mut().cast());

impl<T> Ptr<T> {
    /// The pointer to `target`. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    pub fn from_ref(target: &T) -> Self {
        Self::from_ptr(target)
    }

    /// The slot of a native pointer. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    pub fn from_ptr(target: *const T) -> Self {
        Self::from_native(target.cast(), Reach::read::<T>(1))
    }
}

impl<T> PtrMut<T> {
    /// The pointer to `target`. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    pub fn from_mut(target: &mut T) -> Self {
        Self::from_ptr(target)
    }

    /// The slot of a native pointer. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    pub fn from_ptr(target: *mut T) -> Self {
        Self::from_native(target.cast_const().cast(), Reach::write::<T>(1))
    }

    /// The value that this points to, or `None` if this is null. For [guest code](crate#guest-code).
    ///
    /// # Safety
    /// If it isn't null, it points to an initialized, aligned `T` that nothing else reads or writes as
    /// long as the reference lives.
    #[inline]
    #[must_use]
    pub unsafe fn as_mut<'a>(self) -> Option<&'a mut T> {
        // SAFETY: the same promise.
        unsafe { self.as_ptr().as_mut() }
    }
}

/// A length in 32 bits, as every length on wasm32 is.
///
/// # Panics
/// If it doesn't fit, on a 64-bit host.
fn len32(len: usize) -> u32 {
    u32::try_from(len).expect("a slice in linear memory has fewer than 2^32 elements")
}

impl<T> Slice<T> {
    /// The slot of `len` elements that take up `reach`.
    pub(super) fn from_native(start: *const (), len: usize, reach: Reach) -> Self {
        Self::from_parts(Ptr::from_native(start, reach), len32(len))
    }

    /// The slice `target`. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    pub fn from_ref(target: &[T]) -> Self {
        Self::from_native(
            target.as_ptr().cast(),
            target.len(),
            Reach::read::<T>(target.len()),
        )
    }

    /// The elements; none if this is null. For [guest code](crate#guest-code).
    ///
    /// # Safety
    /// If it isn't null, it names that many initialized, aligned `T`s that nothing writes to as long as
    /// the reference lives.
    #[inline]
    #[must_use]
    pub unsafe fn as_slice<'a>(self) -> &'a [T] {
        if self.is_null() {
            return &[];
        }
        // SAFETY: the same promise.
        unsafe { core::slice::from_raw_parts(self.start().as_ptr(), self.len() as usize) }
    }
}

impl<T> SliceMut<T> {
    /// The slot of `len` elements that take up `reach`.
    pub(super) fn from_native(start: *const (), len: usize, reach: Reach) -> Self {
        Self::from_parts(PtrMut::from_native(start, reach), len32(len))
    }

    /// The slice `target`. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    pub fn from_mut(target: &mut [T]) -> Self {
        Self::from_native(
            target.as_mut_ptr().cast_const().cast(),
            target.len(),
            Reach::write::<T>(target.len()),
        )
    }

    /// The elements; none if this is null. For [guest code](crate#guest-code).
    ///
    /// # Safety
    /// If it isn't null, it names that many initialized, aligned `T`s that nothing else reads or writes
    /// as long as the reference lives.
    #[inline]
    #[must_use]
    pub unsafe fn as_mut_slice<'a>(self) -> &'a mut [T] {
        if self.is_null() {
            return &mut [];
        }
        // SAFETY: the same promise.
        unsafe { core::slice::from_raw_parts_mut(self.start().as_ptr(), self.len() as usize) }
    }
}

impl Str {
    /// The string `target`. For [guest code](crate#guest-code).
    #[inline]
    #[must_use]
    #[allow(
        clippy::should_implement_trait,
        reason = "it is the counterpart of the others' `from_ref`"
    )]
    pub fn from_ref(target: &str) -> Self {
        Self::from(Slice::from_ref(target.as_bytes()))
    }

    /// The string; empty if this is null. For [guest code](crate#guest-code).
    ///
    /// # Safety
    /// If it isn't null, it names that many initialized bytes of UTF-8 that nothing writes to as long as
    /// the reference lives.
    #[inline]
    #[must_use]
    pub unsafe fn as_str<'a>(self) -> &'a str {
        // SAFETY: the same promise.
        unsafe { core::str::from_utf8_unchecked(self.bytes().as_slice()) }
    }
}

impl<F> FnPtr<F> {
    /// On wasm32 the address of a function is its index in the function table.
    #[inline]
    pub(super) fn from_function(function: *const ()) -> Self {
        Self::from_parts(Ptr::from_native(function, Reach::read::<()>(1)))
    }

    #[inline]
    pub(super) fn function(self) -> *const () {
        self.index().native()
    }
}
