//! Types that cross as one number: the numbers themselves, and what is validated or looked up by one.

use super::argument::Argument;
use super::claim::{Call, Claim};
use super::refuse;
use super::returned::Returned;
use crate::abi::InMemory;
use crate::handle::Handle;
use crate::pointer::address::{Reach, offset_of, pointer_at};
use crate::pointer::{FnPtr, Function, Ptr, Ptr32, PtrMut};

/// `Argument` and `Returned` for a type that one wasm number stands for.
macro_rules! number {
    ($({$($generics:tt)*} $ty:ty as $raw:ty: $receive:expr, $give:expr;)*) => {$(
        // SAFETY: what `receive` returns borrows nothing, and is a value of the type: a `char` or a `bool` by the
        // check, all others by any number.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($generics)*> Argument for $ty {
            type First = $raw;
            type Second = ();
            type Received<'call> = Self;
            #[inline]
            fn claim(_: $raw, (): ()) -> Claim {
                Claim::NOTHING
            }
            #[inline]
            unsafe fn receive(_: &Call, raw: $raw, (): ()) -> Self {
                let receive: fn($raw) -> Self = $receive;
                receive(raw)
            }
        }
        // SAFETY: a number of wasm's.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($generics)*> Returned for $ty {
            type Raw = $raw;
            #[inline]
            fn into_raw(self) -> $raw {
                let give: fn(Self) -> $raw = $give;
                give(self)
            }
        }
    )*};
}

/// A number that has to fit into fewer bits: a caller may leave anything in the others.
#[inline]
fn narrow<Wide, Narrow: TryFrom<Wide>>(wide: Wide) -> Narrow {
    match wide.try_into() {
        Ok(narrow) => narrow,
        Err(_) => refuse("is larger than its type"),
    }
}

number! {
    {} u8 as u32: narrow, u32::from;
    {} u16 as u32: narrow, u32::from;
    {} u32 as u32: |raw| raw, |value| value;
    {} u64 as u64: |raw| raw, |value| value;
    {} i8 as i32: narrow, i32::from;
    {} i16 as i32: narrow, i32::from;
    {} i32 as i32: |raw| raw, |value| value;
    {} i64 as i64: |raw| raw, |value| value;
    {} f32 as f32: |raw| raw, |value| value;
    {} f64 as f64: |raw| raw, |value| value;
    {} bool as u32: |raw| match raw {
        0 => false,
        1 => true,
        _ => refuse("is no `bool`"),
    }, u32::from;
    {} char as u32: |raw| match char::from_u32(raw) {
        Some(value) => value,
        None => refuse("is no `char`"),
    }, u32::from;
    {T: InMemory} *const T as u32: |raw| pointer_at(raw).cast(), |value| offset_of(value.cast(), Reach::read::<T>(1));
    {T: InMemory} *mut T as u32: |raw| pointer_at(raw).cast_mut().cast(), |value| {
        offset_of(value.cast_const().cast(), Reach::write::<T>(1))
    };
    {T: InMemory} Ptr<T> as u32: Self::new, Self::offset;
    {T: InMemory} PtrMut<T> as u32: Self::new, Self::offset;
    {T: InMemory} Ptr32<T> as u32: Self::new, Self::offset;
    {F: Function} FnPtr<F> as u32: Self::new, Self::offset;
    {T: ?Sized + 'static} Handle<T> as u64: Self::from_bits, Self::to_bits;
}

/// The value of an enum whose tag crossed as a number; for the derive.
///
/// # Panics
/// If no variant has that tag.
#[inline]
#[must_use]
pub fn enum_of<E: InMemory, const SIZE: usize>(tag: [u8; SIZE]) -> E {
    match crate::abi::value_of(&tag) {
        Ok(value) => value,
        Err(_) => refuse("is no value of its enum"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "is larger than its type")]
    fn no_bit_is_cut_off() {
        // SAFETY: a number names no bytes.
        let call = unsafe { Call::enter(&[]) };
        // SAFETY: the same.
        assert_eq!(unsafe { <i8 as Argument>::receive(&call, -128, ()) }, -128);
        // SAFETY: the same.
        let _ = unsafe { <u8 as Argument>::receive(&call, 256, ()) };
    }
}
