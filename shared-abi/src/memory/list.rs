//! `List`: the elements of a linked list, with a limit.

use super::borrow::FromView;
use super::error::{Access, AccessError};
use super::linear::LinearMemory;
use super::range::Range;
use super::view::View;
use crate::abi::{AbiType, InMemory};
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

impl<'m> LinearMemory<'m> {
    /// The elements of a list, from `head` on, `next` naming each one's successor; a null pointer ends it.
    ///
    /// A list of more than `limit` elements, such as a cycle, ends in an error.
    ///
    /// ```
    /// use shared_abi::{AccessError, AlignedBytes, LinearMemory, Ptr, PtrMut, SharedAbi};
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Node { value: u64, next: PtrMut<Node> }
    ///
    /// let mut bytes = AlignedBytes::<64>::ZERO;
    /// bytes[24] = 16; // the node at 16 is its own successor
    /// let memory = LinearMemory::new(&bytes);
    /// let list: Result<Vec<_>, _> = memory.list(Ptr::<Node>::new(16), 1000, |node| node.next).collect();
    /// assert!(matches!(list, Err(AccessError::LimitExceeded { limit: 1000, .. })));
    /// ```
    #[inline]
    #[rustfmt::skip] // in one line, which is how long an error shows it
    pub fn list<T: AbiType, P: ToPtr<T>, F: FnMut(&T) -> P>(self, head: impl ToPtr<T>, limit: usize, next: F) -> List<'m, T, F> {
        List {
            memory: self,
            offset: head.to_offset(),
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
        let offset = core::mem::take(&mut self.offset);
        if self.left == 0 {
            let target = Range::one(offset, None).target::<T>();
            return Some(Err(AccessError::LimitExceeded {
                target,
                limit: self.limit,
            }));
        }
        self.left -= 1;
        let view: Access<View<'m, T>> = View::checked(self.memory, offset, None);
        Some(view.map(|view| {
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
