//! A choice between two types by a constant.

/// The choice `B`: the first type where it is `false`, the second where it is `true`.
pub struct Select<const B: bool>;

/// What a [`Select`] chooses.
pub trait Choose {
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

    /// Maps the chosen type by the function that belongs to the choice.
    fn fold<A, B, R>(value: Self::Out<A, B>, first: impl FnOnce(A) -> R, second: impl FnOnce(B) -> R) -> R;
}

impl Choose for Select<false> {
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
    fn fold<A, B, R>(value: A, first: impl FnOnce(A) -> R, _: impl FnOnce(B) -> R) -> R {
        first(value)
    }
}

impl Choose for Select<true> {
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
    fn fold<A, B, R>(value: B, _: impl FnOnce(A) -> R, second: impl FnOnce(B) -> R) -> R {
        second(value)
    }
}

/// Whether a type is rewritten, as a type: `REWRITTEN` for the type `T`.
pub struct Rewrites<'a, T, const REWRITTEN: bool>(core::marker::PhantomData<&'a fn(T)>);

/// Holds for a type that isn't rewritten.
///
/// The lifetime of [`Rewrites`] keeps rustc from proving this where it is asked for, which would be an
/// error in the user's own definition, rather than where the type is used.
#[diagnostic::on_unimplemented(
    message = "`{T}` doesn't have the same bytes on both sides",
    label = "holds a native pointer",
    note = "a native pointer, also in a nested type, is 4 bytes on wasm32 and 8 on a 64-bit host: name the twin \
            `{T}Abi` here"
)]
pub trait NotRewritten<T> {}

impl<T> NotRewritten<T> for Rewrites<'_, T, false> {}

/// `Copy`, in a form that may stand in a where-clause on types without parameters and be false.
///
/// The lifetime keeps rustc from proving the clause at once, and the index tells clauses apart whose
/// types turn out to be the same.
pub trait CopyAt<'a, const INDEX: usize>: Copy {}

impl<T: Copy, const INDEX: usize> CopyAt<'_, INDEX> for T {}
