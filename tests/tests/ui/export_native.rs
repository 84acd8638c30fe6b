use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    next: *mut Node,
}

shared_abi::export! {
    fn head() -> *const Node {
//               ^^^^^^^^^^^ `*const Node` can't be the result of an exported function
//               = a pointer to a struct with native pointers: to its twin, of a `Node` `*const NodeAbi`
        std::ptr::null()
    }

    fn walk(head: &Node) -> bool {
//                ^^^^^ `&'static Node` can't be an argument of an exported function
//                = a struct with native pointers, or a pointer to one: its twin, of a `Node` `&NodeAbi`
        head.next.is_null()
    }
}

fn main() {}
