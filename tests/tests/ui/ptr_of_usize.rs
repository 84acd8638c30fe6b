use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: Ptr<usize>,
//           ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32
}

fn main() {}
