//! `FnPtr`: a function-table index.

use core::marker::PhantomData;

use super::{Ptr, opaque_slot, slot};

/// A guest function: its index in the guest's function table, in an 8-byte slot; what
/// `extern "C" fn(A) -> R` becomes, with `F` the signature.
///
/// ```
/// use shared_abi::FnPtr;
///
/// let compare = FnPtr::<extern "C" fn(i32, i32) -> i32>::new(3);
/// assert_eq!(compare.offset(), 3);
/// assert!(!compare.is_null());
/// ```
#[repr(transparent)]
pub struct FnPtr<F> {
    index: Ptr<()>,
    signature: PhantomData<fn(F) -> F>,
}

static_assertions::assert_eq_size!(FnPtr<extern "C" fn()>, u64);

impl<F> FnPtr<F> {
    /// No function: index 0, at which Rust and C guests put none.
    pub const NULL: Self = Self::new(0);

    /// The function at this index of the guest's function table. Nothing is checked before it is called.
    #[inline]
    #[must_use]
    pub const fn new(offset: u32) -> Self {
        Self {
            index: Ptr::new(offset),
            signature: PhantomData,
        }
    }

    /// The index in the guest's function table.
    #[inline]
    #[must_use]
    pub const fn offset(self) -> u32 {
        self.index.offset()
    }

    /// Whether this is no function.
    #[inline]
    #[must_use]
    pub const fn is_null(self) -> bool {
        self.index.is_null()
    }

    #[inline]
    pub(super) const fn from_parts(index: Ptr<()>) -> Self {
        Self {
            index,
            signature: PhantomData,
        }
    }

    #[inline]
    pub(super) const fn index(self) -> Ptr<()> {
        self.index
    }

    #[inline]
    const fn key(self) -> u32 {
        self.offset()
    }
}

slot!({F} FnPtr<F>, "FnPtr", 8, 8, {F: 'static});
opaque_slot!({F: 'static} FnPtr<F>);
