//! `Leads`: where the accessor of a field leads, by the field's type.

use super::borrow::FromView;
use super::error::Site;
use super::view::View;
use super::view_mut::ViewMut;
use crate::abi::InMemory;
use crate::pointer::Slot;

/// Where the accessor of a field of type `T` leads.
pub trait Leads<T: InMemory> {
    /// What it returns.
    type Accessed<'m>;

    /// What it returns when its struct is writable.
    type AccessedMut<'m>;

    /// Follows the field.
    fn access<'m>(view: View<'m, T>, site: &'static Site) -> Self::Accessed<'m>;

    /// Follows the field, for writing.
    fn access_mut<'m>(view: ViewMut<'m, T>, site: &'static Site) -> Self::AccessedMut<'m>;
}

/// To the field's own value.
pub enum Here {}

impl<T: InMemory> Leads<T> for Here {
    type Accessed<'m> = T::Ref<'m>;
    type AccessedMut<'m> = T::Mut<'m>;

    #[inline]
    fn access<'m>(view: View<'m, T>, _: &'static Site) -> T::Ref<'m> {
        FromView::from_view(view)
    }

    #[inline]
    fn access_mut<'m>(view: ViewMut<'m, T>, _: &'static Site) -> T::Mut<'m> {
        FromView::from_view(view)
    }
}

/// To where the field, a slot, points.
pub enum There {}

impl<T: InMemory + Slot> Leads<T> for There {
    type Accessed<'m> = T::Followed<'m>;
    type AccessedMut<'m> = T::FollowedMut<'m>;

    #[inline]
    fn access<'m>(view: View<'m, T>, site: &'static Site) -> T::Followed<'m> {
        Slot::follow(*view, view.memory(), view.own_offset(), site)
    }

    #[inline]
    fn access_mut<'m>(view: ViewMut<'m, T>, site: &'static Site) -> T::FollowedMut<'m> {
        let (slot, at) = (*view, view.own_offset());
        Slot::follow_mut(slot, view.into_memory(), at, site)
    }
}

/// What the accessor of a field of type `T` returns: for a pointer, what it points to.
pub type Accessed<'m, T> = <<T as InMemory>::Leads as Leads<T>>::Accessed<'m>;

/// What it returns when its struct is writable.
pub type AccessedMut<'m, T> = <<T as InMemory>::Leads as Leads<T>>::AccessedMut<'m>;

impl<'m, T: InMemory> View<'m, T> {
    /// What the accessor of a field with this value returns; for the derive.
    #[doc(hidden)]
    #[inline]
    pub fn access(self, site: &'static Site) -> Accessed<'m, T> {
        T::Leads::access(self, site)
    }
}

impl<'m, T: InMemory> ViewMut<'m, T> {
    /// What the accessor of a field with this value returns; for the derive.
    #[doc(hidden)]
    #[inline]
    pub fn access(self, site: &'static Site) -> AccessedMut<'m, T> {
        T::Leads::access_mut(self, site)
    }
}
