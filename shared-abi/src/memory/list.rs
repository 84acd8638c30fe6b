//! `List`: the elements of a linked list, with a limit.

use super::Access;
use super::borrow::FromView;
use super::error::AccessError;
use super::linear::LinearMemory;
use super::range::Wanted;
use crate::abi::InMemory;
use crate::pointer::ToPtr;

/// The iterator of [`LinearMemory::list`].
///
/// It yields an error once, and nothing after it.
///
/// ```
/// use shared_abi::{AlignedBytes, LinearMemory, Ptr};
///
/// let mut bytes = AlignedBytes::<64>::ZERO;
/// (bytes[16], bytes[32]) = (32, 99); // a list of pointers: 16, then 32, then past the end
/// let mut list = LinearMemory::new(&bytes).list(Ptr::<Ptr<u8>>::new(16), 10, |next| {
///     Ptr::<Ptr<u8>>::new(next.offset() / 8 * 8)
/// });
/// assert!(matches!(list.next(), Some(Ok(_))));
/// assert!(matches!(list.next(), Some(Ok(_))));
/// assert!(matches!(list.next(), Some(Err(_))));
/// assert!(list.next().is_none());
/// ```
pub struct List<'m, T, F> {
    memory: LinearMemory<'m>,
    offset: u32,
    limit: usize,
    left: usize,
    next: F,
    element: core::marker::PhantomData<fn() -> T>,
}

impl<'m, T, F> List<'m, T, F> {
    pub(super) const fn new(memory: LinearMemory<'m>, offset: u32, limit: usize, next: F) -> Self {
        Self {
            memory,
            offset,
            limit,
            left: limit,
            next,
            element: core::marker::PhantomData,
        }
    }
}

impl<'m, T: InMemory, P: ToPtr<T>, F: FnMut(&T) -> P> Iterator for List<'m, T, F> {
    type Item = Access<T::Ref<'m>>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.offset == 0 {
            return None;
        }
        let wanted = Wanted::one(core::mem::take(&mut self.offset), None);
        if self.left == 0 {
            let target = wanted.target::<T>();
            return Some(Err(AccessError::LimitExceeded {
                target,
                limit: self.limit,
            }));
        }
        self.left -= 1;
        Some(self.memory.view(wanted).map(|view| {
            self.offset = (self.next)(&view).to_offset();
            FromView::from_view(view)
        }))
    }
}

impl<T, F> core::fmt::Debug for List<'_, T, F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "List({:#x}, {} of {} elements left)",
            self.offset, self.left, self.limit
        )
    }
}
