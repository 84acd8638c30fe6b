use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    next: *mut Node,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    head: Ptr<Node>,
//        ^^^^^^^^^ `Node` doesn't have the same bytes on both sides
//        = has a twin: name `NodeAbi` here
}

fn main() {}
