//! `Handle`: a guest's name for a host object.

use core::marker::PhantomData;

use crate::pointer::slot;

/// A guest's name for a `T` that lives in the host: 64 bits that only the host can resolve.
///
/// The guest keeps it and hands it back. To the host it is a claim, checked when it is resolved.
///
/// ```
/// use shared_abi::Handle;
///
/// struct File;
/// let handle = Handle::<File>::from_bits(0x0001_0000_0000_0007);
/// assert_eq!(handle.to_bits(), 0x0001_0000_0000_0007);
/// assert!(Handle::<File>::NULL.is_null());
/// ```
#[repr(transparent)]
pub struct Handle<T: ?Sized> {
    bits: u64,
    object: PhantomData<fn(*const T) -> *const T>,
}

static_assertions::assert_eq_size!(Handle<u8>, u64);

impl<T: ?Sized> Handle<T> {
    /// The handle of no object.
    pub const NULL: Self = Self::from_bits(0);

    /// The handle with these bits.
    #[inline]
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self {
            bits,
            object: PhantomData,
        }
    }

    /// The bits.
    #[inline]
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.bits
    }

    /// Whether this is the handle of no object.
    #[inline]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.bits == 0
    }

    #[inline]
    const fn key(self) -> u64 {
        self.bits
    }
}

slot!({T: ?Sized} Handle<T>, "Handle", {T: ?Sized + 'static} -> nothing);
