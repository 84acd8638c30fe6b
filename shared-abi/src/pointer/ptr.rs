//! `Ptr` and `PtrMut`: a pointer in an 8-byte slot.

use core::marker::PhantomData;

#[cfg(not(target_arch = "wasm32"))]
use super::address;
use super::address::Reach;
use super::{ToPtr, slot};
use crate::abi::InMemory;

/// The slot: what a C header writes as a union of a pointer, an offset and 64 bits of padding.
#[repr(C)]
#[derive(Clone, Copy)]
union RawSlot {
    /// The guest's pointer. Host builds don't have it, since theirs are of another size.
    #[cfg(target_arch = "wasm32")]
    native: *const (),
    offset: u32,
    bits: u64,
}

static_assertions::assert_eq_size!(RawSlot, u64);

impl RawSlot {
    #[inline]
    const fn new(offset: u32) -> Self {
        // All eight bytes: the upper half is zero.
        Self { bits: offset as u64 }
    }

    #[inline]
    const fn offset(self) -> u32 {
        // SAFETY: the lower half is initialized, by `new`, by `from_native` or because linear memory
        // always is, and each of its bit patterns is a `u32`.
        unsafe { self.offset }
    }

    #[cfg(target_arch = "wasm32")]
    #[inline]
    fn from_native(native: *const (), _: Reach) -> Self {
        let mut slot = Self { bits: 0 };
        slot.native = native;
        slot
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn from_native(native: *const (), reach: Reach) -> Self {
        Self::new(address::offset_of(native, reach))
    }

    #[cfg(target_arch = "wasm32")]
    #[inline]
    fn native(self) -> *const () {
        // SAFETY: as for `offset`; a wasm32 pointer is 4 bytes, and each bit pattern is a pointer.
        unsafe { self.native }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn native(self) -> *const () {
        address::pointer_at(self.offset())
    }
}

macro_rules! pointer {
    ($(#[$doc:meta])* $name:ident, $text:literal -> $leads:ident) => {
        $(#[$doc])*
        #[repr(transparent)]
        pub struct $name<T: ?Sized> {
            slot: RawSlot,
            // Invariant, and `Send`/`Sync` whatever `T` is: an offset is only a number.
            target: PhantomData<fn(*const T) -> *const T>,
        }

        impl<T: ?Sized> $name<T> {
            /// The null pointer.
            pub const NULL: Self = Self::new(0);

            /// The pointer to `offset` bytes from the start of linear memory. Nothing is checked
            /// before it is followed.
            #[inline]
            #[must_use]
            pub const fn new(offset: u32) -> Self {
                Self { slot: RawSlot::new(offset), target: PhantomData }
            }

            /// Bytes from the start of linear memory.
            #[inline]
            #[must_use]
            pub const fn offset(self) -> u32 {
                self.slot.offset()
            }

            /// Whether this is the null pointer.
            #[inline]
            #[must_use]
            pub const fn is_null(self) -> bool {
                self.offset() == 0
            }

            #[inline]
            const fn key(self) -> u32 {
                self.offset()
            }

            #[inline]
            fn leads_to(self, _: u32) -> Option<u32> {
                (!self.is_null()).then_some(self.offset())
            }

            #[inline]
            pub(super) fn from_native(native: *const (), reach: Reach) -> Self {
                Self { slot: RawSlot::from_native(native, reach), target: PhantomData }
            }

            #[inline]
            pub(super) fn native(self) -> *const () {
                self.slot.native()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> ToPtr<T> for $name<T> {
            #[inline]
            fn to_offset(self) -> u32 {
                self.offset()
            }
        }

        slot!({T: ?Sized} $name<T>, $text, {T: InMemory} -> $leads T);
    };
}

pointer! {
    /// A pointer to a `T` in linear memory, in an 8-byte slot; what `*const T` becomes.
    ///
    /// ```
    /// use shared_abi::{AlignedBytes, LinearMemory, Ptr};
    ///
    /// let mut bytes = AlignedBytes::<16>::ZERO;
    /// bytes[8] = 9;
    /// let memory = LinearMemory::new(&bytes);
    /// assert_eq!(*memory.get(Ptr::<u64>::new(8)).unwrap(), 9);
    /// assert!(memory.get(Ptr::<u64>::NULL).is_err());
    /// ```
    Ptr, "Ptr" -> one
}

pointer! {
    /// A pointer to a `T` in linear memory that may be written through, in an 8-byte slot; what `*mut T`
    /// and `Option<NonNull<T>>` become.
    ///
    /// ```
    /// use shared_abi::{Ptr, PtrMut};
    ///
    /// let pointer = PtrMut::<u32>::new(16);
    /// assert_eq!(pointer.cast_const(), Ptr::new(16));
    /// assert!(PtrMut::<u32>::NULL.is_null());
    /// ```
    PtrMut, "PtrMut" -> one_mut
}

impl<T: ?Sized> PtrMut<T> {
    /// The same pointer, for reading.
    #[inline]
    #[must_use]
    pub const fn cast_const(self) -> Ptr<T> {
        Ptr {
            slot: self.slot,
            target: PhantomData,
        }
    }
}

impl<T: ?Sized> From<PtrMut<T>> for Ptr<T> {
    #[inline]
    fn from(pointer: PtrMut<T>) -> Self {
        pointer.cast_const()
    }
}
