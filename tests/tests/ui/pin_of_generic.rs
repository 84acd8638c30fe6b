use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 8)]
struct Bad<T> {
//     ^^^ `Bad<u8>` is 16 bytes, pinned at 8
    head: Ptr<T>,
    len: u32,
}

fn main() {}
