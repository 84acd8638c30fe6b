//! `Argument`: what a function can take.

use super::claim::{Call, Claim};
use super::place;
use crate::abi::InMemory;

/// What an exported function can take, and the one or two numbers that stand for it.
///
/// | an argument written as | is passed as |
/// |---|---|
/// | `u8` to `u64`, `i8` to `i64`, `f32`, `f64` | itself |
/// | `bool`, `char`, an enum without data | its number, which is checked |
/// | `&T`, `&mut T` | the address of a `T` |
/// | `Option<&T>`, `Option<&mut T>` | the same, or 0 |
/// | `&[T]`, `&mut [T]` | the address of the first `T`, then how many there are |
/// | `&str` | the address of the first byte, then how many there are |
/// | `*const T`, `*mut T`, `Ptr<T>`, `PtrMut<T>`, `Ptr32<T>` | the address, unchecked |
/// | `FnPtr<F>` | the index in the function table, unchecked |
/// | `Handle<T>` | its bits |
///
/// `T` is [`InMemory`]: the guest knows the size of an [`Extensible`](crate::Extensible) type of its own.
///
/// # Safety
/// For the derive macro and this crate only; what an implementation must hold is not a stable interface.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an argument of an exported function",
    label = "can't be passed as numbers",
    note = "a struct, a union or an enum with data: take `&T`, or `Option<&T>`; `Slice<T>`: take `&[T]`; `Str`: take `&str`",
    note = "a struct with native pointers, or a pointer to one: its twin, of a `Node` `&NodeAbi`",
    note = "`usize`: use `u32` or `u64`; `String`: take `&str`; `Vec<T>`: take `&[T]`; `Box<T>`: take `&T`",
    note = "an enum of your own without data: add `#[derive(SharedAbi)]` and an integer `#[repr(…)]`"
)]
pub unsafe trait Argument {
    /// The first number.
    #[doc(hidden)]
    type First: Copy;

    /// The second one, or `()`, which in wasm's C ABI is no parameter.
    #[doc(hidden)]
    type Second: Copy;

    /// What the function gets: this type, for the time of the call.
    #[doc(hidden)]
    type Received<'call>;

    /// The bytes that the numbers name.
    #[doc(hidden)]
    fn claim(first: Self::First, second: Self::Second) -> Claim;

    /// The value that the numbers stand for.
    ///
    /// # Safety
    /// `call` compared this argument's claim with all others', and nothing else uses the bytes that it names, nor are
    /// they uninitialized, as long as the result lives.
    ///
    /// # Panics
    /// If the numbers are invalid for this type.
    #[doc(hidden)]
    unsafe fn receive(call: &Call, first: Self::First, second: Self::Second) -> Self::Received<'_>;
}

macro_rules! references {
    ($({$($mut:tt)?} $writes:literal $one:ident $many:ident;)*) => {$(
        // SAFETY: `receive` checks what it returns a reference to, and the caller promises the rest.
        #[diagnostic::do_not_recommend]
        unsafe impl<T: InMemory> Argument for &$($mut)? T {
            type First = u32;
            type Second = ();
            type Received<'call> = &'call $($mut)? T;
            #[inline]
            fn claim(first: u32, (): ()) -> Claim {
                Claim::of(first, 1, size_of::<T>(), $writes)
            }
            #[inline]
            unsafe fn receive(call: &Call, first: u32, (): ()) -> Self::Received<'_> {
                // SAFETY: the same promise.
                unsafe { place::$one(call, first) }
            }
        }
        // SAFETY: as above.
        #[diagnostic::do_not_recommend]
        unsafe impl<T: InMemory> Argument for Option<&$($mut)? T> {
            type First = u32;
            type Second = ();
            type Received<'call> = Option<&'call $($mut)? T>;
            #[inline]
            fn claim(first: u32, (): ()) -> Claim {
                Claim::of(first, u32::from(first != 0), size_of::<T>(), $writes)
            }
            #[inline]
            unsafe fn receive(call: &Call, first: u32, (): ()) -> Self::Received<'_> {
                // SAFETY: the same promise.
                (first != 0).then(|| unsafe { place::$one(call, first) })
            }
        }
        // SAFETY: as above.
        #[diagnostic::do_not_recommend]
        unsafe impl<T: InMemory> Argument for &$($mut)? [T] {
            type First = u32;
            type Second = u32;
            type Received<'call> = &'call $($mut)? [T];
            #[inline]
            fn claim(first: u32, second: u32) -> Claim {
                Claim::of(first, second, size_of::<T>(), $writes)
            }
            #[inline]
            unsafe fn receive(call: &Call, first: u32, second: u32) -> Self::Received<'_> {
                // SAFETY: the same promise.
                unsafe { place::$many(call, first, second) }
            }
        }
    )*};
}

references! {
    {} false one many;
    {mut} true one_mut many_mut;
}

// SAFETY: `receive` checks the bytes and that they are UTF-8, and the caller promises the rest.
#[diagnostic::do_not_recommend]
unsafe impl Argument for &str {
    type First = u32;
    type Second = u32;
    type Received<'call> = &'call str;
    #[inline]
    fn claim(first: u32, second: u32) -> Claim {
        <&[u8]>::claim(first, second)
    }
    #[inline]
    unsafe fn receive(call: &Call, first: u32, second: u32) -> &str {
        // SAFETY: the same promise.
        let bytes = unsafe { place::many(call, first, second) };
        match core::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => super::refuse("isn't UTF-8"),
        }
    }
}
