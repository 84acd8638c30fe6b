//! `Slot`: where a slot leads, and `slot!`, which makes one of a type.

use core::fmt;

use shared_abi_model::{self as model, Leads, same};

use crate::abi::InMemory;
use crate::memory::{Access, CheckedSlice, LinearMemory, LinearMemoryMut, ResolveMut, Site, SliceView};

/// A slot that leads somewhere: what the accessors of pointer fields call.
///
/// `at` is the offset at which the slot itself stands.
pub trait Slot: Copy {
    /// What it leads to, for reading.
    type Followed<'m>;

    /// What it leads to, for writing where the slot allows that.
    type FollowedMut<'m>;

    /// Follows the slot.
    fn follow<'m>(self, memory: LinearMemory<'m>, at: u32, site: &'static Site) -> Self::Followed<'m>;

    /// Follows the slot, for writing where it allows that.
    fn follow_mut<'m>(
        self,
        memory: LinearMemoryMut<'m>,
        at: u32,
        site: &'static Site,
    ) -> Self::FollowedMut<'m>;
}

/// All of a slot's value, as `Debug` shows it: on one line, addresses in hexadecimal.
pub(crate) trait Key {
    /// Writes it.
    fn show(self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl Key for u32 {
    fn show(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#x}")
    }
}

impl Key for u64 {
    fn show(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:#x}")
    }
}

/// An offset and a length.
impl Key for (u32, u32) {
    fn show(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (offset, len) = self;
        write!(f, "{offset:#x}, {len}")
    }
}

/// All that makes a slot of a type: comparison by value, `SharedAbi`, `InMemory` and `Slot`.
///
/// A row has the type, its name, by which the model knows its size and alignment, the bounds with which it is shared, and
/// where it leads, which has to be what the model says:
///
/// | leads to | a null slot | what the type needs |
/// |---|---|---|
/// | `nothing`: the host can't follow it | is as any other | `key`, all of its value |
/// | `function F`: the same, but it has a signature | is as any other | the same |
/// | `one T` | is `None` | the same, and `leads_to`, the offset or `None`, of a slot that stands at `at` |
/// | `one_mut T`, to be written too | is `None` | the same |
/// | `many T` | is empty if its length is 0 | `key`, the offset and the length |
/// | `many_mut T`, to be written too | is empty if its length is 0 | the same |
/// | `text` | is empty if its length is 0 | the same |
macro_rules! slot {
    (
        {$($generics:tt)*} $ty:ty, $name:literal, {$($bound:tt)*} -> $leads:ident $($target:ident)?
    ) => {
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
                f.write_str(concat!($name, "("))?;
                $crate::pointer::slot::Key::show(self.key(), f)?;
                f.write_str(")")
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
            const KNOWN: &'static $crate::layout::Layout = {
                let slot = $crate::pointer::slot::row($name, stringify!($leads));
                assert!(size_of::<Self>() == slot.size() && align_of::<Self>() == slot.align());
                let kind = $crate::layout::Kind::Pointer;
                &$crate::layout::Layout::leaf(Self::NAME, kind, slot.size(), slot.align())
            };
            $crate::pointer::slot::named!($name, $leads $($target)?);
            type Fields = ();
            const FACTS: $crate::fields::Facts = $crate::fields::Facts {
                // Each of them, so that a new fact is asked for here.
                any_bits: true,
                padded: false,
                opaque: false,
                pointers: true,
            };
            type Padding = $crate::select::Select<false>;
            type Ref<'m> = $crate::memory::View<'m, Self>;
            type Mut<'m> = $crate::memory::ViewMut<'m, Self>;
            type SliceRef<'m> = $crate::memory::SliceView<'m, Self>;
            type SliceMut<'m> = &'m mut [Self];
            type Leads = $crate::memory::There;
        }
        impl<$($bound)*> $crate::pointer::Slot for $ty {
            $crate::pointer::slot::followed!($leads $($target)?);
        }
    };
}
pub(crate) use slot;

/// What the model says of the slot of this name, which leads where it says.
pub(crate) const fn row(name: &str, leads: &str) -> model::Slot {
    let Some(slot) = model::Slot::of(name) else {
        panic!("the model has no slot of this name");
    };
    let is_writable = same(leads, "one_mut") || same(leads, "many_mut");
    let is_there = match slot.leads() {
        Leads::ToOne => same(leads, "one") || same(leads, "one_mut"),
        Leads::ToMany => same(leads, "many") || same(leads, "many_mut"),
        Leads::ToText => same(leads, "text"),
        Leads::Nowhere => same(leads, "nothing") || same(leads, "function"),
    };
    assert!(
        is_there && slot.is_writable() == is_writable,
        "the model says that the slot leads elsewhere"
    );
    slot
}

/// A slot's name, and what `InMemory` says of where it leads.
macro_rules! named {
    ($name:literal, nothing) => {
        const NAME: &'static str = $name;
        $crate::pointer::slot::named!();
    };
    ($name:literal, text) => {
        $crate::pointer::slot::named!($name, nothing);
    };
    ($name:literal, function $function:ident) => {
        const NAME: &'static str =
            const { &$crate::__private::Text::applied($name, &[$function::SIGNATURE]) }.name();
        $crate::pointer::slot::named!();
    };
    ($name:literal, one $target:ident) => {
        type Size = $crate::memory::FixedSize;
        $crate::pointer::slot::named!($name, $target);
    };
    ($name:literal, one_mut $target:ident) => {
        $crate::pointer::slot::named!($name, one $target);
    };
    ($name:literal, many $target:ident) => {
        // The elements' size is the step from one to the next.
        type Size = $target::Size;
        $crate::pointer::slot::named!($name, $target);
    };
    ($name:literal, many_mut $target:ident) => {
        $crate::pointer::slot::named!($name, many $target);
    };
    () => {
        const EDGE: $crate::manifest::Edge = $crate::manifest::Edge::NONE;
        const LEADS_TO: &'static str = "";
        type Size = $crate::memory::FixedSize;
    };
    ($name:literal, $target:ident) => {
        const NAME: &'static str =
            const { &$crate::__private::Text::applied($name, &[$target::NAME]) }.name();
        const EDGE: $crate::manifest::Edge = $target::EDGE;
        const LEADS_TO: &'static str = $target::LEADS_TO;
        const ORIGIN: &'static $crate::manifest::Origin = $target::ORIGIN;
    };
}
pub(crate) use named;

/// The items of `Slot`, by where the slot leads.
macro_rules! followed {
    (nothing) => {
        type Followed<'m> = Self;
        $crate::pointer::slot::followed!(follow, (slot, _memory, _at, _site) => slot);
        type FollowedMut<'m> = Self;
        $crate::pointer::slot::followed!(follow_mut, (slot, _memory, _at, _site) => slot);
    };
    (function $function:ident) => {
        $crate::pointer::slot::followed!(nothing);
    };
    (one $target:ident) => {
        $crate::pointer::slot::followed!(to_one $target);
        $crate::pointer::slot::followed!(read_only);
    };
    (one_mut $target:ident) => {
        $crate::pointer::slot::followed!(to_one $target);
        type FollowedMut<'m> = $crate::pointer::slot::OneMut<'m, $target>;
        $crate::pointer::slot::followed!(follow_mut, (slot, memory, at, site) => {
            $crate::pointer::slot::one_mut::<$target>(memory, slot.leads_to(at), site)
        });
    };
    (many $target:ident) => {
        $crate::pointer::slot::followed!(to_many $target);
        $crate::pointer::slot::followed!(read_only);
    };
    (many_mut $target:ident) => {
        $crate::pointer::slot::followed!(to_many $target);
        type FollowedMut<'m> = $crate::memory::Access<$target::SliceMut<'m>>;
        $crate::pointer::slot::followed!(follow_mut, (slot, memory, _at, site) => {
            $crate::pointer::slot::many_mut::<$target>(memory, slot.key(), site)
        });
    };
    (text) => {
        type Followed<'m> = $crate::memory::Access<&'m str>;
        $crate::pointer::slot::followed!(follow, (slot, memory, _at, site) => {
            memory.text(slot.key(), Some(site))
        });
        $crate::pointer::slot::followed!(read_only);
    };
    (to_one $target:ident) => {
        type Followed<'m> = $crate::pointer::slot::One<'m, $target>;
        $crate::pointer::slot::followed!(follow, (slot, memory, at, site) => {
            $crate::pointer::slot::one::<$target>(memory, slot.leads_to(at), site)
        });
    };
    (to_many $target:ident) => {
        type Followed<'m> = $crate::memory::Access<$target::SliceRef<'m>>;
        $crate::pointer::slot::followed!(follow, (slot, memory, _at, site) => {
            $crate::pointer::slot::many::<$target>(memory, slot.key(), site)
        });
    };
    (read_only) => {
        type FollowedMut<'m> = Self::Followed<'m>;
        $crate::pointer::slot::followed!(follow_mut, (slot, memory, at, site) => {
            $crate::pointer::Slot::follow(slot, memory.into_shared(), at, site)
        });
    };
    (follow, ($slot:ident, $memory:ident, $at:ident, $site:ident) => $body:expr) => {
        #[inline]
        fn follow<'m>(
            self,
            $memory: $crate::memory::LinearMemory<'m>,
            $at: u32,
            $site: &'static $crate::memory::Site,
        ) -> Self::Followed<'m> {
            let $slot = self;
            $body
        }
    };
    (follow_mut, ($slot:ident, $memory:ident, $at:ident, $site:ident) => $body:expr) => {
        #[inline]
        fn follow_mut<'m>(
            self,
            $memory: $crate::memory::LinearMemoryMut<'m>,
            $at: u32,
            $site: &'static $crate::memory::Site,
        ) -> Self::FollowedMut<'m> {
            let $slot = self;
            $body
        }
    };
}
pub(crate) use followed;

/// What a pointer leads to that may be null.
pub(crate) type One<'m, T> = Access<Option<<T as InMemory>::Ref<'m>>>;

/// The same, where it may be written.
pub(crate) type OneMut<'m, T> = Access<Option<<<T as InMemory>::Size as ResolveMut>::Mut<'m, T>>>;

/// Follows a pointer; one without an offset is null, which leads nowhere.
#[inline]
pub(crate) fn one<'m, T: InMemory>(
    memory: LinearMemory<'m>,
    offset: Option<u32>,
    site: &'static Site,
) -> One<'m, T> {
    match offset {
        Some(offset) => T::resolve(memory, offset, Some(site)).map(Some),
        None => Ok(None),
    }
}

/// Follows a pointer that may be written through.
#[inline]
pub(crate) fn one_mut<'m, T: InMemory>(
    memory: LinearMemoryMut<'m>,
    offset: Option<u32>,
    site: &'static Site,
) -> OneMut<'m, T> {
    match offset {
        Some(offset) => T::Size::resolve_mut::<T>(memory, offset, Some(site)).map(Some),
        None => Ok(None),
    }
}

/// Follows a slice.
#[inline]
pub(crate) fn many<'m, T: InMemory>(
    memory: LinearMemory<'m>,
    range: (u32, u32),
    site: &'static Site,
) -> Access<T::SliceRef<'m>> {
    SliceView::checked(memory, range, Some(site))
}

/// Follows a slice that may be written through.
#[inline]
pub(crate) fn many_mut<'m, T: InMemory>(
    memory: LinearMemoryMut<'m>,
    range: (u32, u32),
    site: &'static Site,
) -> Access<T::SliceMut<'m>> {
    CheckedSlice::checked(memory, range, Some(site))
}
