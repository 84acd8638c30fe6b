use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 8)]
//                  ^ `Bad<u8>` is 16 bytes, pinned at 8
struct Bad<T> {
    head: Ptr<T>,
    len: u32,
}

fn main() {}
