//! What the derive says of a type in memory, from which the rest follows.

use core::mem::MaybeUninit;

use crate::abi::{InMemory, SharedAbi};
use crate::checks::Checks;
use crate::fields::{Facts, Fields, zero_fields};
use crate::invalid::Invalid;
use crate::layout::Layout;
use crate::manifest::{Edge, Origin};
use crate::memory::{
    Access, CheckedSlice, FromView, Leads, LinearMemory, ResolveMut, Site, SliceView, View, ViewMut,
};
use crate::select::Choose;

/// A type of the derive's: what is to be said of it as one in memory is said by [`By`](Derived::By).
pub trait Derived {
    /// The type that the derive stands on, of itself and of its twin.
    type By: ?Sized;
}

/// What [`InMemory`] says of `A`, which is the form of this type in memory: the type itself, or its twin.
///
/// Where the fields' types choose between the two, one impl for both is enough, and the one that isn't chosen isn't
/// [`InMemory`]. It needs no bound of its own: with one, rustc would evaluate all constants once more for each type.
///
/// # Safety
/// As [`InMemory`] for `A`.
pub unsafe trait Describes<A: InMemory> {
    /// That the constants and functions are the library's own, whatever path the derive was given.
    const CHECKS: Checks;
    /// As [`InMemory::KNOWN`].
    const KNOWN: &'static Layout;
    /// As [`InMemory::NAME`].
    const NAME: &'static str;
    /// As [`InMemory::EDGE`].
    const EDGE: Edge;
    /// As [`InMemory::ORIGIN`].
    const ORIGIN: &'static Origin;
    /// As [`InMemory::Fields`].
    type Fields: Fields;
    /// As [`InMemory::FACTS`].
    const FACTS: Facts = Facts::of::<Self::Fields>(Self::KNOWN);
    /// As [`InMemory::Padding`].
    type Padding: Choose;
    /// As [`InMemory::Size`].
    type Size: ResolveMut;
    /// As [`InMemory::Ref`].
    type Ref<'m>: FromView<View<'m, A>>;
    /// As [`InMemory::Mut`].
    type Mut<'m>: FromView<ViewMut<'m, A>>;
    /// As [`InMemory::SliceRef`].
    type SliceRef<'m>: FromView<SliceView<'m, A>>;
    /// As [`InMemory::SliceMut`].
    type SliceMut<'m>: FromView<CheckedSlice<'m, A>>;
    /// As [`InMemory::Leads`].
    type Leads: Leads<A>;

    /// As [`InMemory::validate`].
    ///
    /// # Errors
    /// If they aren't.
    #[inline]
    fn validate(bytes: &[u8]) -> Result<(), Invalid> {
        Checks::validate_fields::<A, Self::Fields, 0>(bytes)
    }

    /// As [`InMemory::zero_padding`].
    ///
    /// # Safety
    /// The same.
    #[inline]
    unsafe fn zero_padding(bytes: &mut [MaybeUninit<u8>]) {
        // SAFETY: the caller's promise, and the fields are of these types.
        unsafe { zero_fields::<A, Self::Fields>(bytes) };
    }

    /// As [`InMemory::resolve`].
    ///
    /// # Errors
    /// If there is none.
    #[inline]
    fn resolve<'m>(
        memory: LinearMemory<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<Self::Ref<'m>> {
        View::checked(memory, offset, site)
    }
}

// SAFETY: it says what the same promise was made for.
#[diagnostic::do_not_recommend]
unsafe impl<T: Derived + SharedAbi + 'static> InMemory for T
where
    T::By: Describes<T>,
{
    const KNOWN: &'static Layout = <T::By as Describes<T>>::KNOWN;
    const NAME: &'static str = <T::By as Describes<T>>::NAME;
    const EDGE: Edge = <T::By as Describes<T>>::EDGE;
    const ORIGIN: &'static Origin = <T::By as Describes<T>>::ORIGIN;
    type Fields = <T::By as Describes<T>>::Fields;
    const FACTS: Facts = <T::By as Describes<T>>::FACTS;
    type Padding = <T::By as Describes<T>>::Padding;
    type Size = <T::By as Describes<T>>::Size;
    type Ref<'m> = <T::By as Describes<T>>::Ref<'m>;
    type Mut<'m> = <T::By as Describes<T>>::Mut<'m>;
    type SliceRef<'m> = <T::By as Describes<T>>::SliceRef<'m>;
    type SliceMut<'m> = <T::By as Describes<T>>::SliceMut<'m>;
    type Leads = <T::By as Describes<T>>::Leads;
    #[inline]
    fn validate(bytes: &[u8]) -> Result<(), Invalid> {
        <T::By as Describes<T>>::validate(bytes)
    }
    #[inline]
    unsafe fn zero_padding(bytes: &mut [MaybeUninit<u8>]) {
        // SAFETY: the same promise.
        unsafe { <T::By as Describes<T>>::zero_padding(bytes) };
    }
    #[inline]
    fn resolve<'m>(
        memory: LinearMemory<'m>,
        offset: u32,
        site: Option<&'static Site>,
    ) -> Access<Self::Ref<'m>> {
        <T::By as Describes<T>>::resolve(memory, offset, site)
    }
}
