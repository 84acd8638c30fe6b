use shared_abi::SharedAbi;
use std::marker::PhantomData;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<'a> {
//         ^^ `Bad` has the lifetime `'a`, but nothing in linear memory is tracked by one
    x: u32,
    owner: PhantomData<&'a u8>,
}

fn main() {}
