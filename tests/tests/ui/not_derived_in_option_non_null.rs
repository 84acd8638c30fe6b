use std::ptr::NonNull;

use shared_abi::SharedAbi;

#[repr(C)]
struct Plain {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    plain: Option<NonNull<Plain>>,
//         ^^^^^^^^^^^^^^^^^^^^^^ `Plain` can't cross between wasm32 and a 64-bit host
}

fn main() {}
