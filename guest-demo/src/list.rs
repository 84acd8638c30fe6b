//! A linked list that stays in the guest's memory.

use demo_types::list::{NativeLayout, NodeAbi};
use shared_abi::PtrMut;

use crate::keep;

shared_abi::export! {
    fn list_native_layout() -> *const NativeLayout {
        keep(NativeLayout::HERE)
    }

    /// The numbers from 1 to `len`, each with its square.
    fn list_build(len: i32) -> PtrMut<NodeAbi> {
        let mut head = PtrMut::NULL;
        for data in (1..=len).rev() {
            head = PtrMut::from_mut(keep(NodeAbi {
                data,
                number: data * data,
                next: head,
            }));
        }
        head
    }

    /// The sum of `number` over the list.
    fn list_sum(head: &NodeAbi) -> i64 {
        let mut sum = 0;
        let mut node = Some(head);
        while let Some(NodeAbi { number, next, .. }) = node {
            sum += i64::from(*number);
            // SAFETY: `next` is null, or leads to a node that `list_build` kept or the host allocated and wrote; neither is freed, and
            // the host writes nothing while the guest runs.
            node = unsafe { next.as_ref() };
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_the_squares() {
        let head = list_build(5);
        // SAFETY: `list_build` kept the nodes, and nothing writes to them.
        let head = unsafe { head.as_ref() }.expect("five nodes");
        assert_eq!((head.data, head.number), (1, 1));
        assert_eq!(list_sum(head), 1 + 4 + 9 + 16 + 25);
        assert!(list_build(0).is_null());
    }
}
