//! A linked list that stays in the guest's memory.

use demo_types::list::{NativeLayout, NodeAbi};
use shared_abi::PtrMut;

use crate::keep;

#[unsafe(no_mangle)]
extern "C" fn list_native_layout() -> *const NativeLayout {
    keep(NativeLayout::HERE)
}

/// The numbers from 1 to `len`, each with its square.
#[unsafe(no_mangle)]
extern "C" fn list_build(len: i32) -> *mut NodeAbi {
    let mut head = PtrMut::NULL;
    for data in (1..=len).rev() {
        head = PtrMut::from_mut(keep(NodeAbi {
            data,
            number: data * data,
            next: head,
        }));
    }
    head.as_ptr()
}

/// The sum of `number` over the list.
#[unsafe(no_mangle)]
extern "C" fn list_sum(head: &NodeAbi) -> i64 {
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
