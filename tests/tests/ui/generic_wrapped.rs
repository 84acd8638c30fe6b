use shared_abi::SharedAbi;
use std::mem::MaybeUninit;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<T> {
    value: MaybeUninit<T>,
//         ^^^^^^^^^^^^^^ layout of `Bad<T>` depends on `T`: `value: MaybeUninit<T>` is stored inline; put `T` behind a pointer or name a concrete type
}

fn main() {}
