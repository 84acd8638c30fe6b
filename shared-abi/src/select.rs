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
    /// There and back, of a type without conversions of its own.
    identity: Option<Identity<T, A>>,
}

/// From a type to its form in memory, and back, where that is the type itself.
type Identity<T, A> = (fn(T) -> A, fn(A) -> T);

impl<T> Form<T, T> {
    /// `T` is its own.
    #[must_use]
    pub const fn own() -> Self {
        Self {
            own: true,
            identity: Some((core::convert::identity, core::convert::identity)),
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
            identity: None,
        }
    }

    pub(crate) const fn of_array<const N: usize>(self) -> Form<[T; N], [A; N]> {
        Form {
            own: self.own,
            identity: None,
        }
    }

    /// There and back.
    ///
    /// # Panics
    /// Of a type with conversions of its own.
    pub(crate) const fn identity(self) -> Identity<T, A> {
        self.identity
            .expect("a type that isn't its own form in memory has conversions")
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
