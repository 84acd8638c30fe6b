//! What the compiler's own pointer types become.

use core::ptr::NonNull;

use super::address::Reach;
use super::function::each_function;
use super::{FnPtr, Passed, Ptr, PtrMut, Slice, SliceMut, Str};
use crate::SharedAbi;
use crate::abi::InMemory;
use crate::select::Form;

/// What a native pointer may point to, and the slots that `*const Self` and `*mut Self` become.
///
/// ```
/// use shared_abi::{Pointee, Slice, Str};
///
/// let slice: <[u8] as Pointee>::Const = Slice::new(16, 4);
/// let text: <str as Pointee>::Const = Str::new(slice.offset(), slice.len());
/// assert_eq!(text.bytes(), slice);
/// ```
#[diagnostic::on_unimplemented(
    message = "a pointer to `{Self}` can't cross between wasm32 and a 64-bit host",
    label = "the host couldn't follow it",
    note = "point to a type that derives `SharedAbi`, to `[T]` of one, or to `str`"
)]
pub trait Pointee {
    /// What `*const Self` becomes.
    type Const: InMemory;

    /// What `*mut Self` becomes.
    type Mut: InMemory;

    #[doc(hidden)]
    fn const_slot(pointer: *const Self) -> Self::Const;

    #[doc(hidden)]
    fn const_native(slot: Self::Const) -> *const Self;

    #[doc(hidden)]
    fn mut_slot(pointer: *mut Self) -> Self::Mut;

    #[doc(hidden)]
    fn mut_native(slot: Self::Mut) -> *mut Self;
}

#[diagnostic::do_not_recommend]
impl<T: SharedAbi> Pointee for T {
    type Const = Ptr<T::Abi>;
    type Mut = PtrMut<T::Abi>;

    #[inline]
    fn const_slot(pointer: *const Self) -> Self::Const {
        Ptr::from_native(pointer.cast(), Reach::read::<T>(1))
    }

    #[inline]
    fn const_native(slot: Self::Const) -> *const Self {
        slot.native().cast()
    }

    #[inline]
    fn mut_slot(pointer: *mut Self) -> Self::Mut {
        PtrMut::from_native(pointer.cast_const().cast(), Reach::write::<T>(1))
    }

    #[inline]
    fn mut_native(slot: Self::Mut) -> *mut Self {
        slot.native().cast_mut().cast()
    }
}

#[diagnostic::do_not_recommend]
impl<T: SharedAbi> Pointee for [T] {
    type Const = Slice<T::Abi>;
    type Mut = SliceMut<T::Abi>;

    #[inline]
    fn const_slot(pointer: *const Self) -> Self::Const {
        Slice::from_native(pointer.cast(), pointer.len(), Reach::read::<T>(pointer.len()))
    }

    #[inline]
    fn const_native(slot: Self::Const) -> *const Self {
        core::ptr::slice_from_raw_parts(slot.start().native().cast(), slot.len() as usize)
    }

    #[inline]
    fn mut_slot(pointer: *mut Self) -> Self::Mut {
        let reach = Reach::write::<T>(pointer.len());
        SliceMut::from_native(pointer.cast_const().cast(), pointer.len(), reach)
    }

    #[inline]
    fn mut_native(slot: Self::Mut) -> *mut Self {
        core::ptr::slice_from_raw_parts_mut(slot.start().native().cast_mut().cast(), slot.len() as usize)
    }
}

#[diagnostic::do_not_recommend]
impl Pointee for str {
    type Const = Str;
    // There is no string slot to write through: UTF-8 is the guest's promise, and a host that changes
    // bytes in place writes them as bytes.
    type Mut = Str;

    #[inline]
    fn const_slot(pointer: *const Self) -> Str {
        Str::from(<[u8]>::const_slot(pointer as *const [u8]))
    }

    #[inline]
    fn const_native(slot: Str) -> *const Self {
        <[u8]>::const_native(slot.bytes()) as *const str
    }

    #[inline]
    fn mut_slot(pointer: *mut Self) -> Str {
        Self::const_slot(pointer.cast_const())
    }

    #[inline]
    fn mut_native(slot: Str) -> *mut Self {
        Self::const_native(slot).cast_mut()
    }
}

/// `SharedAbi` for a native pointer, of which the first function makes a slot and the second makes a pointer again.
macro_rules! native {
    ({$($generics:tt)*} $native:ty => $slot:ty: $into:expr, $from:expr) => {
        // SAFETY: `Abi` is the slot of this pointer, `None` being null as the standard library guarantees, and the
        // conversions keep the address.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($generics)*> SharedAbi for $native {
            type Abi = $slot;
            const REWRITTEN: bool = true;
            const FORM: Form<Self, Self::Abi> = Form::slot();

            #[inline]
            fn into_abi(self) -> Self::Abi {
                let into: fn(Self) -> Self::Abi = $into;
                into(self)
            }

            #[inline]
            unsafe fn from_abi(abi: Self::Abi) -> Self {
                let from: fn(Self::Abi) -> Self = $from;
                from(abi)
            }
        }
    };
}

native!({T: ?Sized + Pointee} *const T => T::Const: T::const_slot, T::const_native);
native!({T: ?Sized + Pointee} *mut T => T::Mut: T::mut_slot, T::mut_native);
native!({T: SharedAbi} Option<NonNull<T>> => PtrMut<T::Abi>:
    |pointer| T::mut_slot(pointer.map_or(core::ptr::null_mut(), NonNull::as_ptr)),
    |slot| NonNull::new(T::mut_native(slot)));

macro_rules! function {
    ($function:ty, $($arg:ident)*) => {
        native!({$($arg: Passed,)* R: Passed} $function => FnPtr<$function>:
            |function| FnPtr::from_function(function as *const ()),
            // SAFETY: the caller promises that this is null or a function of this signature.
            |slot| unsafe { <Option<Self> as SharedAbi>::from_abi(slot) }.expect("a null function pointer"));
        native!({$($arg: Passed,)* R: Passed} Option<$function> => FnPtr<$function>:
            |function| function.map_or(FnPtr::NULL, SharedAbi::into_abi),
            // SAFETY: the same promise; `function` returns the pointer to it, which is what the bytes of this `Option` are.
            |slot| unsafe { core::mem::transmute::<*const (), Self>(slot.function()) });
    };
}

each_function!(function);
