//! Types that may gain fields at their end, and how much of one a guest has.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use super::borrow::FromView;
use super::error::{Access, Site};
use super::linear::LinearMemory;
use super::range::Range;
use super::view::View;
use crate::abi::{InMemory, SharedAbi};
use crate::describe::{Derived, Describes};

/// A type that may gain fields at its end: `#[shared_abi(extensible)]`.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Prefix, Ptr, SharedAbi};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// #[shared_abi(extensible)]
/// pub struct Status {
///     pub uptime: u64,
///     pub load: u32,
///     #[shared_abi(added)]
///     pub errors: u32, // guests that were built before don't have it
/// }
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// (bytes[16], bytes[24], bytes[28]) = (100, 7, 3);
/// let status = LinearMemory::new(&bytes).get(Ptr::<Status>::new(16))?;
/// assert_eq!((status.uptime, status.load), (100, 7)); // what every guest has
///
/// // A guest's manifest tells how much of it the guest has.
/// let (today, before) = (Prefix::WHOLE, Prefix::new(12));
/// assert_eq!(status.errors(today)?, Some(3));
/// assert_eq!(status.errors(before)?, None);
/// # Ok::<(), shared_abi::AccessError>(())
/// ```
///
/// Such a type has no size that both sides know, so it can't be stored inline or in a slice, and the host can't
/// write it: it is the guest's, and is read through a pointer.
///
/// # Safety
/// For the derive macro only: the fields of `Head` are the first ones of the type, at the same offsets.
pub unsafe trait Extensible: InMemory {
    /// The fields that every guest has: of `X` its `XHead`.
    type Head: InMemory;
}

/// [`Extensible`] for `A`, said by the type that it is the form in memory of.
///
/// # Safety
/// As [`Extensible`] for `A`.
pub unsafe trait DescribesHead<A: InMemory>: Describes<A> {
    /// As [`Extensible::Head`].
    type Head: InMemory;
}

// SAFETY: it says what the same promise was made for.
#[diagnostic::do_not_recommend]
unsafe impl<T: Derived + SharedAbi + 'static> Extensible for T
where
    T::By: DescribesHead<T>,
{
    type Head = <T::By as DescribesHead<T>>::Head;
}

/// How much of an extensible `T` a guest has: all fields that end within as many bytes.
///
/// The size of the guest's `T` doesn't tell, since a new field may stand in what was padding; its manifest does.
pub struct Prefix<T> {
    end: u32,
    of: PhantomData<fn(T) -> T>,
}

impl<T: Extensible> Prefix<T> {
    /// All of it, as this host knows it.
    pub const WHOLE: Self = Self::new(u32::MAX);

    /// The fields that end within `end` bytes from the start of the type.
    ///
    /// A number that isn't the guest's leads to a wrong value or an error, as any of the guest's own can.
    #[inline]
    #[must_use]
    pub const fn new(end: u32) -> Self {
        Self { end, of: PhantomData }
    }
}

impl<T> Clone for Prefix<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Prefix<T> {}

impl<T: InMemory> fmt::Debug for Prefix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prefix({} of {})", self.end, T::NAME)
    }
}

impl<'m, T: Extensible> View<'m, T> {
    /// The view of the fields that every guest has.
    #[inline]
    #[must_use]
    fn head(self) -> View<'m, T::Head> {
        const { assert_head::<T>() };
        // SAFETY: the fields of `Head` are the first ones of `T`, at the same offsets, as the trait promises; so
        // what is valid for a `T` starts with what is valid for a `Head`. Its size and alignment are no greater, as asserted.
        let head = unsafe { &*(&raw const *self.get()).cast::<T::Head>() };
        View::new(self.memory(), head, self.own_offset())
    }
}

const fn assert_head<T: Extensible>() {
    assert!(size_of::<T::Head>() <= size_of::<T>() && align_of::<T::Head>() <= align_of::<T>());
}

/// The head of an extensible value, and the memory in which what was added is looked for; for the derive.
pub struct HeadView<'m, H: InMemory> {
    head: H::Ref<'m>,
    memory: LinearMemory<'m>,
    offset: u32,
}

impl<'m, H: InMemory> HeadView<'m, H> {
    /// Follows a pointer to a value that starts with `H`.
    ///
    /// # Errors
    /// If there is no `H`.
    #[inline]
    pub fn follow(memory: LinearMemory<'m>, offset: u32, site: Option<&'static Site>) -> Access<Self> {
        Ok(Self {
            head: H::resolve(memory, offset, site)?,
            memory,
            offset,
        })
    }

    /// The head of a whole value.
    #[inline]
    #[must_use]
    pub fn of<T: Extensible<Head = H>>(whole: View<'m, T>) -> Self {
        let head = whole.head();
        Self {
            head: FromView::from_view(head),
            memory: head.memory(),
            offset: head.own_offset(),
        }
    }

    /// The field with this index, of type `F`, if the guest has it.
    ///
    /// # Errors
    /// If it isn't all in memory, or its bytes are invalid for an `F`.
    #[inline]
    pub fn added<T: Extensible<Head = H>, F: InMemory>(
        &self,
        prefix: Prefix<T>,
        index: usize,
        site: &'static Site,
    ) -> Access<Option<F>> {
        let field = &T::KNOWN.fields[index];
        if field.offset + field.size > prefix.end as usize {
            return Ok(None);
        }
        let range = Range::behind::<F>(self.memory.bytes(), self.offset, field.offset, site)?;
        range.read(self.memory.bytes()).map(Some)
    }
}

impl<'m, H: InMemory> Clone for HeadView<'m, H>
where
    H::Ref<'m>: Copy,
{
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<'m, H: InMemory> Copy for HeadView<'m, H> where H::Ref<'m>: Copy {}

impl<'m, H: InMemory> Deref for HeadView<'m, H> {
    type Target = H::Ref<'m>;

    #[inline]
    fn deref(&self) -> &H::Ref<'m> {
        &self.head
    }
}

impl<H: InMemory> fmt::Debug for HeadView<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:#x}", H::NAME, self.offset)
    }
}
