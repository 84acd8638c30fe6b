//! A choice between two types by a constant: a type, or its twin.

use core::marker::PhantomData;

/// The choice `B`: the first type where it is `false`, the second where it is `true`.
pub struct Select<const B: bool>;

/// What a [`Select`] chooses.
///
/// # Safety
/// For [`Select`] alone: `Out` is one of its two types, and the functions say of the same one that it is chosen.
pub unsafe trait Choose {
    /// The chosen type.
    type Out<A, B>;

    /// The first type as the chosen one.
    ///
    /// # Panics
    /// If the second is chosen.
    fn first<A, B>(value: A) -> Self::Out<A, B>;

    /// The second type as the chosen one.
    ///
    /// # Panics
    /// If the first is chosen.
    fn second<A, B>(value: B) -> Self::Out<A, B>;

    /// Maps `value` by the function that belongs to the choice.
    fn map<V, A, B>(value: V, first: impl FnOnce(V) -> A, second: impl FnOnce(V) -> B) -> Self::Out<A, B>;

    /// Maps the chosen type back: the first is the result itself, the second is mapped by `second`.
    ///
    /// It is no closure, so that nobody else can call it without a promise of their own.
    ///
    /// # Safety
    /// What `second` asks for holds of `value`, if the second type is the chosen one.
    unsafe fn unmap<A, B>(value: Self::Out<A, B>, second: unsafe fn(B) -> A) -> A;
}

/// How the type `A` came to be the form of `T` in memory: by being `T` itself, or by being made for it.
///
/// Only what is true can be made, so that a constant of this type is a proof. `A` is a parameter, and not a trait's
/// business, so that no path to another crate (`crate = "…"`) can choose another type.
pub struct Form<T, A> {
    own: bool,
    of: PhantomData<fn(T) -> A>,
}

impl<T> Form<T, T> {
    /// `T` is its own.
    #[must_use]
    pub const fn own() -> Self {
        Self {
            own: true,
            of: PhantomData,
        }
    }
}

impl<T, A: TwinOf<T>> Form<T, A> {
    /// `A` is the twin of `T`.
    #[must_use]
    pub const fn twin() -> Self {
        Self::slot()
    }
}

impl<T, A> Form<T, A> {
    /// `A` is the slot of the pointer `T`.
    pub(crate) const fn slot() -> Self {
        Self {
            own: false,
            of: PhantomData,
        }
    }

    pub(crate) const fn of_array<const N: usize>(self) -> Form<[T; N], [A; N]> {
        Form {
            own: self.own,
            of: PhantomData,
        }
    }

    /// Whether `A` is `T` itself.
    pub(crate) const fn is_own(self) -> bool {
        self.own
    }
}

impl<T, A> Clone for Form<T, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, A> Copy for Form<T, A> {}

/// Holds for a twin and the type that it was made for.
///
/// # Safety
/// The fields of `Self` are those of `T`, each in its form in memory.
pub unsafe trait TwinOf<T> {}

impl Select<false> {
    /// The form of a type that is its own.
    #[must_use]
    pub const fn form<T>() -> Form<T, T> {
        Form::own()
    }
}

impl Select<true> {
    /// The form of a type with a twin.
    #[must_use]
    pub const fn form<T, A: TwinOf<T>>() -> Form<T, A> {
        Form::twin()
    }
}

// SAFETY: it is that type, and chooses by its constant.
unsafe impl Choose for Select<false> {
    type Out<A, B> = A;

    #[inline]
    fn first<A, B>(value: A) -> A {
        value
    }

    fn second<A, B>(_: B) -> A {
        unreachable!("the first type was chosen")
    }

    #[inline]
    fn map<V, A, B>(value: V, first: impl FnOnce(V) -> A, _: impl FnOnce(V) -> B) -> A {
        first(value)
    }

    #[inline]
    unsafe fn unmap<A, B>(value: A, _: unsafe fn(B) -> A) -> A {
        value
    }
}

// SAFETY: it is that type, and chooses by its constant.
unsafe impl Choose for Select<true> {
    type Out<A, B> = B;

    fn first<A, B>(_: A) -> B {
        unreachable!("the second type was chosen")
    }

    #[inline]
    fn second<A, B>(value: B) -> B {
        value
    }

    #[inline]
    fn map<V, A, B>(value: V, _: impl FnOnce(V) -> A, second: impl FnOnce(V) -> B) -> B {
        second(value)
    }

    #[inline]
    unsafe fn unmap<A, B>(value: B, second: unsafe fn(B) -> A) -> A {
        // SAFETY: the caller's promise.
        unsafe { second(value) }
    }
}

/// Whether a type is rewritten, as a type: `REWRITTEN` for the type `T`.
pub struct Rewrites<'a, T, const REWRITTEN: bool>(PhantomData<&'a fn(T)>);

/// Holds for a type that isn't rewritten.
///
/// The lifetime of [`Rewrites`] keeps rustc from proving this where it is asked for, which would be an
/// error in the user's own definition, rather than where the type is used.
///
/// # Safety
/// For [`Rewrites`] alone, and its constant `false`: with another one, a type with native pointers would be taken for
/// one that is its own form in memory.
#[diagnostic::on_unimplemented(
    message = "`{T}` doesn't have the same bytes on both sides",
    label = "holds a native pointer",
    note = "a native pointer, also in a nested type, is 4 bytes on wasm32 and 8 on a 64-bit host: name the twin \
            `{T}Abi` here"
)]
pub unsafe trait NotRewritten<T> {}

// SAFETY: it is that type, with that constant.
unsafe impl<T> NotRewritten<T> for Rewrites<'_, T, false> {}

/// `Copy`, in a form that may stand in a where-clause on types without parameters and be false.
///
/// The lifetime keeps rustc from proving the clause at once, and the index tells clauses apart whose
/// types turn out to be the same.
pub trait CopyAt<'a, const INDEX: usize>: Copy {}

impl<T: Copy, const INDEX: usize> CopyAt<'_, INDEX> for T {}
