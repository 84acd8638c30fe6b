//! `Returned`: what a function can return.

/// What an exported function can return: `()`, or what one number stands for.
///
/// | a result written as | is returned as |
/// |---|---|
/// | `u8` to `u64`, `i8` to `i64`, `f32`, `f64` | itself |
/// | `bool`, `char`, an enum without data | its number |
/// | `*const T`, `*mut T`, `Ptr<T>`, `PtrMut<T>`, `Ptr32<T>` | the address |
/// | `FnPtr<F>` | the index in the function table |
/// | `Handle<T>` | its bits |
///
/// `T` is [`InMemory`](crate::InMemory): a struct with native pointers has a twin, whose address is returned.
///
/// # Safety
/// For the derive macro and this crate only; what an implementation must hold is not a stable interface.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the result of an exported function",
    label = "can't be returned as a number",
    note = "a struct, a union or an enum with data: return `*const T`, a pointer to one that stays",
    note = "a pointer to a struct with native pointers: to its twin, of a `Node` `*const NodeAbi`",
    note = "a reference: return `*const T`; `String`, `&str`: return `*const Str`; `Vec<T>`, `&[T]`: `*const Slice<T>`",
    note = "an enum of your own without data: add `#[derive(SharedAbi)]` and an integer `#[repr(…)]`"
)]
pub unsafe trait Returned {
    /// The number, or `()`.
    #[doc(hidden)]
    type Raw: Copy;

    /// The number that stands for this value.
    #[doc(hidden)]
    fn into_raw(self) -> Self::Raw;
}

// SAFETY: no number at all.
#[diagnostic::do_not_recommend]
unsafe impl Returned for () {
    type Raw = ();
    #[inline]
    fn into_raw(self) {}
}
