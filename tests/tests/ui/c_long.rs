use std::ffi::c_long;

use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    count: c_long,
//         ^^^^^^ `Bad.count`: `c_long` is 4 bytes on wasm32 and 8 on a 64-bit host; use `i32` or `i64`
}

fn main() {}
