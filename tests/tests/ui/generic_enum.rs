use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Bad<T> {
//       ^ enum `Bad` is generic, which is supported for structs only; name a concrete type
    One(Ptr<T>),
    Two,
}

fn main() {}
