use shared_abi::{Ptr, SharedAbi};

#[repr(C)]
struct Plain {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    plain: Ptr<Plain>,
//         ^^^^^^^^^^ `Plain` doesn't have the same bytes on both sides
//         = a struct, enum or union of your own without any: add `#[derive(SharedAbi)]`
}

fn main() {}
