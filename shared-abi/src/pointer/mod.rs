//! The slots that cross: what stands in linear memory where a struct has a pointer.
//!
//! All offsets count bytes from the start of linear memory.

pub(crate) mod address;
mod compact;
mod function;
mod guest;
mod native;
mod ptr;
mod relative;
mod slice;

pub use compact::{Ptr32, Slice32};
pub use function::{FnPtr, Function, Passed};
pub use native::Pointee;
pub use ptr::{Ptr, PtrMut};
pub use relative::RelPtr;
pub use slice::{Slice, SliceMut, Str};

use crate::memory::{Access, LinearMemory, LinearMemoryMut};

/// A slot that names one `T` in linear memory: [`Ptr`], [`PtrMut`] or [`Ptr32`].
///
/// ```
/// use shared_abi::{LinearMemory, Ptr, Ptr32, PtrMut};
///
/// let memory = LinearMemory::new(&[0, 7]);
/// assert_eq!(memory.get(Ptr::<u8>::new(1)), memory.get(PtrMut::<u8>::new(1)));
/// assert_eq!(memory.get(Ptr::<u8>::new(1)), memory.get(Ptr32::<u8>::new(1)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a pointer into linear memory",
    label = "a `Ptr<T>`, `PtrMut<T>` or `Ptr32<T>` is needed",
    note = "make one of an offset: `Ptr::<T>::new(offset)`; a native pointer is an address of this process, no offset",
    note = "for several elements, `Slice<T>`, there is `slice`; for text, `Str`, there is `str`"
)]
pub trait ToPtr<T>: Copy {
    /// The offset in bytes from the start of linear memory.
    fn to_offset(self) -> u32;
}

/// A slot that names several `T`s in linear memory: [`Slice`], [`SliceMut`] or [`Slice32`].
///
/// ```
/// use shared_abi::{LinearMemory, Slice, Slice32};
///
/// let memory = LinearMemory::new(&[0, 7, 8]);
/// assert_eq!(memory.slice(Slice::<u8>::new(1, 2)), memory.slice(Slice32::<u8>::new(1, 2)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a slice in linear memory",
    label = "a `Slice<T>`, `SliceMut<T>` or `Slice32<T>` is needed",
    note = "make one of the offset and the number of elements: `Slice::<T>::new(offset, len)`",
    note = "for one element, `Ptr<T>`, there is `get`; for text, `Str`, there is `str`, and `bytes()` makes a slice of it"
)]
pub trait ToSlice<T>: Copy {
    /// The offset of the first element, and how many there are.
    fn to_range(self) -> (u32, u32);
}

/// The field through which a pointer was followed, for errors.
#[derive(Debug, PartialEq, Eq)]
pub struct Site {
    /// The name of the struct.
    pub ty: &'static str,
    /// The name of the field.
    pub field: &'static str,
}

/// A slot that leads somewhere: what the accessors of pointer fields call.
///
/// `at` is the offset at which the slot itself stands.
pub trait Slot: Copy {
    /// What it leads to, for reading.
    type Target<'m>;

    /// What it leads to, for writing where the slot allows that.
    type TargetMut<'m>;

    /// Follows the slot.
    fn follow<'m>(self, memory: LinearMemory<'m>, at: u32, site: &'static Site) -> Self::Target<'m>;

    /// Follows the slot, for writing where it allows that.
    fn follow_mut<'m>(self, memory: LinearMemoryMut<'m>, at: u32, site: &'static Site)
    -> Self::TargetMut<'m>;
}

/// The result of following a pointer that may be null.
type Nullable<T> = Access<Option<T>>;

/// What every slot type has: comparison by value, `SharedAbi` and `InMemory`.
macro_rules! slot {
    ({$($generics:tt)*} $ty:ty, $name:literal, $size:literal, $align:literal, {$($bound:tt)*} $(-> $leads:tt $target:ident)?) => {
        impl<$($generics)*> Clone for $ty {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<$($generics)*> Copy for $ty {}
        impl<$($generics)*> PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.key() == other.key()
            }
        }
        impl<$($generics)*> Eq for $ty {}
        impl<$($generics)*> core::hash::Hash for $ty {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }
        impl<$($generics)*> core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!($name, "({:#x?})"), self.key())
            }
        }
        impl<$($generics)*> Default for $ty {
            #[inline]
            fn default() -> Self {
                Self::NULL
            }
        }
        $crate::abi::own_abi!({$($bound)*} $ty);
        // SAFETY: integers (and on wasm32 a pointer in a union of them) of this size on every target;
        // every bit pattern is a value and every byte belongs to one.
        #[diagnostic::do_not_recommend]
        unsafe impl<$($bound)*> $crate::abi::InMemory for $ty {
            const KNOWN: &'static $crate::layout::Layout =
                &$crate::layout::Layout::leaf(Self::NAME, $crate::layout::Kind::Pointer, $size, $align);
            $crate::pointer::target!($name $($leads $target)?);
            type Fields = ();
            const FACTS: $crate::fields::Facts = $crate::fields::Facts {
                pointers: true,
                ..$crate::fields::Facts::NONE
            };
            type Padding = $crate::select::Select<false>;
            type Ref<'m> = $crate::memory::View<'m, Self>;
            type Mut<'m> = $crate::memory::ViewMut<'m, Self>;
            type SliceRef<'m> = $crate::memory::SliceView<'m, Self>;
            type SliceMut<'m> = &'m mut [Self];
            type Leads = $crate::memory::There;
        }
    };
}
use slot;

/// A slot's name, and what it leads to: nothing that is known, `one` value or `many`.
macro_rules! target {
    ($name:literal) => {
        const NAME: &'static str = $name;
        const PART: $crate::manifest::Part = $crate::manifest::Part::NONE;
        const TARGET: &'static str = "";
        type Size = $crate::memory::FixedSize;
    };
    ($name:literal one $target:ident) => {
        const NAME: &'static str =
            const { &$crate::__private::Text::applied($name, &[$target::NAME]) }.name();
        const PART: $crate::manifest::Part = $target::PART;
        const TARGET: &'static str = $target::TARGET;
        type Size = $crate::memory::FixedSize;
    };
    ($name:literal function $function:ident) => {
        const NAME: &'static str =
            const { &$crate::__private::Text::applied($name, &[$function::SIGNATURE]) }.name();
        const PART: $crate::manifest::Part = $crate::manifest::Part::NONE;
        const TARGET: &'static str = "";
        type Size = $crate::memory::FixedSize;
    };
    ($name:literal many $target:ident) => {
        const NAME: &'static str =
            const { &$crate::__private::Text::applied($name, &[$target::NAME]) }.name();
        const PART: $crate::manifest::Part = $target::PART;
        const TARGET: &'static str = $target::TARGET;
        // The elements' size is the step from one to the next.
        type Size = $target::Size;
    };
}
pub(crate) use target;

/// The parts of `Slot` for a name that only its owner can follow: the accessor returns it as it is.
macro_rules! opaque_slot {
    ({$($generics:tt)*} $ty:ty) => {
        impl<$($generics)*> $crate::pointer::Slot for $ty {
            type Target<'m> = Self;
            type TargetMut<'m> = Self;
            #[inline]
            fn follow<'m>(
                self,
                _: $crate::memory::LinearMemory<'m>,
                _: u32,
                _: &'static $crate::pointer::Site,
            ) -> Self {
                self
            }
            #[inline]
            fn follow_mut<'m>(
                self,
                _: $crate::memory::LinearMemoryMut<'m>,
                _: u32,
                _: &'static $crate::pointer::Site,
            ) -> Self {
                self
            }
        }
    };
}
pub(crate) use opaque_slot;
pub(crate) use slot as slot_type;
