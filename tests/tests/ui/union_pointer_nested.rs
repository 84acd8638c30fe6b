use shared_abi::SharedAbi;

#[derive(SharedAbi, Clone, Copy)]
#[repr(C)]
struct Node {
    next: *mut Node,
}

#[derive(SharedAbi)]
#[repr(C)]
union Bad {
    node: Node,
//  ^^^^ `Bad.node`: `Node` holds a native pointer
//  = or the `Abi` type of a struct
    x: u32,
}

fn main() {}
