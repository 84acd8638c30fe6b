//! A choice between two types by a constant: a type, or its twin.

/// The choice `B`: the first type where it is `false`, the second where it is `true`.
pub struct Select<const B: bool>;

/// What a [`Select`] chooses.
///
/// # Safety
/// For [`Select`] alone: `Out` is one of its two types.
pub unsafe trait Choose {
    /// The chosen type.
    type Out<A, B>;
}

/// How the type `A` came to be the form of `T` in memory: by being `T` itself, or by being made for it.
///
/// Only what is true can be made, so that a constant of this type is a proof. `A` is a parameter, and not a trait's
/// business, so that no path to another crate (`crate = "…"`) can choose another type.
pub struct Form<T, A> {
    own: bool,
    /// There and back, of a derived type or a number; `None` if `SharedAbi` is implemented with conversions.
    conversions: Option<Conversions<T, A>>,
}

/// From a type to its form in memory, and back. The latter is `unsafe` as `SharedAbi::from_abi` is.
type Conversions<T, A> = (fn(T) -> A, unsafe fn(A) -> T);

impl<T> Form<T, T> {
    /// `T` is its own.
    #[must_use]
    pub const fn own() -> Self {
        Self {
            own: true,
            conversions: Some((core::convert::identity, core::convert::identity)),
        }
    }
}

impl<T, A: TwinOf<T>> Form<T, A> {
    /// `A` is the twin of `T`.
    #[must_use]
    pub const fn twin() -> Self {
        Self {
            own: false,
            conversions: Some((A::of, A::into_native)),
        }
    }
}

impl<T, A> Form<T, A> {
    /// `A` is the slot of the pointer `T`.
    pub(crate) const fn slot() -> Self {
        Self {
            own: false,
            conversions: None,
        }
    }

    pub(crate) const fn of_array<const N: usize>(self) -> Form<[T; N], [A; N]> {
        Form {
            own: self.own,
            conversions: None,
        }
    }

    /// There and back.
    ///
    /// # Panics
    /// If `SharedAbi` is implemented with conversions.
    pub(crate) const fn conversions(self) -> Conversions<T, A> {
        self.conversions
            .expect("who has no conversions in `FORM` implements them")
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
pub unsafe trait TwinOf<T>: Sized {
    /// As [`SharedAbi::into_abi`](crate::SharedAbi::into_abi), field by field.
    fn of(native: T) -> Self;

    /// As [`SharedAbi::from_abi`](crate::SharedAbi::from_abi), field by field.
    ///
    /// # Safety
    /// The same.
    unsafe fn into_native(self) -> T;
}

impl Select<false> {
    /// The form of a type that is its own.
    #[must_use]
    pub const fn form<T>() -> Form<T, T> {
        Form::own()
    }

    /// The form of its twin `T`, which nobody needs: the type itself.
    #[must_use]
    pub const fn form_of_twin<T: TwinOf<A>, A>() -> Form<T, A> {
        Form::slot()
    }
}

impl Select<true> {
    /// The form of a type with a twin.
    #[must_use]
    pub const fn form<T, A: TwinOf<T>>() -> Form<T, A> {
        Form::twin()
    }

    /// The form of that twin, which is its own.
    #[must_use]
    pub const fn form_of_twin<T>() -> Form<T, T> {
        Form::own()
    }
}

/// The choice of a type that is its own form.
pub type Own = Select<false>;

/// The choice of its twin.
pub type Twin = Select<true>;

// SAFETY: it is that type, and chooses by its constant.
unsafe impl Choose for Select<false> {
    type Out<A, B> = A;
}

// SAFETY: it is that type, and chooses by its constant.
unsafe impl Choose for Select<true> {
    type Out<A, B> = B;
}

/// A type's form in memory by a choice `C`: the type, or its twin.
///
/// It isn't an `Out`, since rustc asks of a parameter whether it has a size, and for that looks at its fields: what
/// those are may just be being decided.
pub trait FormBy<C> {
    /// That form.
    type Out;
}

/// A type by way of a constant: where that isn't one, the type is unknown to the compiler, which says no more of it.
pub trait Vetted<const REFUSED: bool> {
    /// The type itself.
    type Out: ?Sized;
}

impl<T: ?Sized> Vetted<false> for T {
    type Out = T;
}

/// `Copy`, in a form that may stand in a where-clause on types without parameters and be false.
///
/// The lifetime keeps rustc from proving the clause at once, and the index tells clauses apart whose
/// types turn out to be the same.
pub trait CopyAt<'a, const INDEX: usize>: Copy {}

impl<T: Copy, const INDEX: usize> CopyAt<'_, INDEX> for T {}
