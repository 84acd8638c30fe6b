#![allow(non_camel_case_types)]

mod mine {
    #[derive(shared_abi::SharedAbi)]
    #[repr(C)]
    #[shared_abi(extensible)]
    pub struct u32 {
        pub first: u8,
    }
}

use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    count: mine::u32,
//  ^^^^^ `count`: `mine::u32` is, or steps over, an extensible type
//      = store a pointer to one
}

fn main() {}
