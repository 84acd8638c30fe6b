//! How a checked value is borrowed: as what a reader, a writer, and the accessor of a field get it.

use super::slice::{CheckedSlice, SlicePlace, SliceView};
use super::view::View;
use super::view_mut::ViewMut;
use crate::abi::InMemory;
use crate::pointer::{Site, Slot};

/// What a view `V` is handed out as: itself, a plain reference, or a generated `XRef` or `XMut`.
pub trait FromView<V> {
    /// The same value, so borrowed.
    fn from_view(view: V) -> Self;
}

impl<V> FromView<V> for V {
    #[inline]
    fn from_view(view: V) -> Self {
        view
    }
}

impl<'m, T> FromView<View<'m, T>> for &'m T {
    #[inline]
    fn from_view(view: View<'m, T>) -> Self {
        view.get()
    }
}

// Only of a type without padding, as is asserted.
impl<'m, T: InMemory> FromView<ViewMut<'m, T>> for &'m mut T {
    #[inline]
    fn from_view(view: ViewMut<'m, T>) -> Self {
        view.into_plain()
    }
}

impl<'m, T: InMemory> FromView<SliceView<'m, T>> for &'m [T] {
    #[inline]
    fn from_view(view: SliceView<'m, T>) -> Self {
        view.as_slice()
    }
}

// Only of a type without padding, as is asserted.
impl<'m, T: InMemory> FromView<CheckedSlice<'m, T>> for &'m mut [T] {
    #[inline]
    fn from_view(slice: CheckedSlice<'m, T>) -> Self {
        slice.plain()
    }
}

impl<'m, T: InMemory> FromView<CheckedSlice<'m, T>> for SlicePlace<'m, T> {
    #[inline]
    fn from_view(slice: CheckedSlice<'m, T>) -> Self {
        slice.place()
    }
}

/// Where the accessor of a field of type `T` leads.
pub trait Leads<T: InMemory> {
    /// What it returns.
    type Access<'m>;

    /// What it returns when its struct is writable.
    type AccessMut<'m>;

    /// Follows the field.
    fn access<'m>(view: View<'m, T>, site: &'static Site) -> Self::Access<'m>;

    /// Follows the field, for writing.
    fn access_mut<'m>(view: ViewMut<'m, T>, site: &'static Site) -> Self::AccessMut<'m>;
}

/// To the field's own value.
pub enum Here {}

impl<T: InMemory> Leads<T> for Here {
    type Access<'m> = T::Ref<'m>;
    type AccessMut<'m> = T::Mut<'m>;

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
    type Access<'m> = T::Target<'m>;
    type AccessMut<'m> = T::TargetMut<'m>;

    #[inline]
    fn access<'m>(view: View<'m, T>, site: &'static Site) -> T::Target<'m> {
        Slot::follow(*view, view.memory(), view.own_offset(), site)
    }

    #[inline]
    fn access_mut<'m>(view: ViewMut<'m, T>, site: &'static Site) -> T::TargetMut<'m> {
        let (slot, at) = (*view, view.own_offset());
        Slot::follow_mut(slot, view.into_memory(), at, site)
    }
}

/// What the accessor of a field of type `T` returns: for a pointer, what it points to.
pub type Accessed<'m, T> = <<T as InMemory>::Leads as Leads<T>>::Access<'m>;

/// What it returns when its struct is writable.
pub type AccessedMut<'m, T> = <<T as InMemory>::Leads as Leads<T>>::AccessMut<'m>;
