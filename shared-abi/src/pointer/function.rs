//! `FnPtr`: a function-table index.

use core::ffi::c_void;
use core::marker::PhantomData;

use super::{Ptr, slot};
use crate::SharedAbi;
use crate::abi::InMemory;

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

slot!({F} FnPtr<F>, "FnPtr", {F: Function} -> function F);

/// The type of a function that a slot may name: `extern "C" fn(A, B) -> R` with up to twelve parameters, also `unsafe`.
///
/// ```
/// use shared_abi::{FnPtr, Ptr, layout_of};
///
/// let layout = layout_of::<FnPtr<extern "C" fn(u32, Ptr<u8>) -> bool>>();
/// assert_eq!(layout.name, "FnPtr<fn(u32, Ptr<u8>) -> bool>"); // so manifest and lock know the signature
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function that guest and host can share",
    label = "`extern \"C\" fn(A) -> R` is needed",
    note = "each parameter and the result is a number, a slot, a pointer, or what derives `SharedAbi`"
)]
pub trait Function: 'static {
    /// The signature, in the notation.
    #[doc(hidden)]
    const SIGNATURE: &'static str;
}

/// What a function that crosses may take or return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be passed between wasm32 and a 64-bit host",
    label = "not shareable",
    note = "a parameter or the result of `extern \"C\" fn(A) -> R` is a number, a slot, a pointer, or what derives `SharedAbi`"
)]
pub trait Passed: 'static {
    /// Its type, in the notation.
    #[doc(hidden)]
    const TEXT: &'static str;
}

#[diagnostic::do_not_recommend]
impl<T: SharedAbi + 'static> Passed for T {
    const TEXT: &'static str = <T::Abi as InMemory>::NAME;
}

#[diagnostic::do_not_recommend]
impl Passed for () {
    const TEXT: &'static str = "()";
}

// What a C function's user data is.
#[diagnostic::do_not_recommend]
impl Passed for *const c_void {
    const TEXT: &'static str = "Ptr<()>";
}

#[diagnostic::do_not_recommend]
impl Passed for *mut c_void {
    const TEXT: &'static str = "PtrMut<()>";
}

/// Calls the macro `$each` with each type of function that can cross, and the names of its parameters' types.
macro_rules! each_function {
    ($each:ident) => {
        $crate::pointer::function::each_function! {
            @ $each
            () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
            (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
        }
    };
    (@ $each:ident $(($($arg:ident)*))*) => {$(
        $each!(extern "C" fn($($arg),*) -> R, $($arg)*);
        $each!(unsafe extern "C" fn($($arg),*) -> R, $($arg)*);
    )*};
}
pub(super) use each_function;

macro_rules! function {
    ($function:ty, $($arg:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($arg: Passed,)* R: Passed> Function for $function {
            const SIGNATURE: &'static str =
                const { &shared_abi_model::Text::function(&[$($arg::TEXT),*], R::TEXT) }.name();
        }
    };
}

each_function!(function);
