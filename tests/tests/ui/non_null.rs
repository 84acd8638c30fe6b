use std::ptr::NonNull;

use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    next: NonNull<u32>,
//        ^^^^^^^^^^^^ `Bad.next`: `NonNull<u32>` can't be null, but a guest can write 0; use `Option<NonNull<u32>>`
}

fn main() {}
