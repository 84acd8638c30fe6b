use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    next: *mut Node,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Outer {
    node: Node,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    head: Ptr<Outer>,
//        ^^^^^^^^^^ `Outer` doesn't have the same bytes on both sides
//        = has a twin: name `OuterAbi` here
}

fn main() {}
