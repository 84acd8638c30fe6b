use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    next: *mut Node,
}

shared_abi::export! {
    fn head() -> *const Node {
//               ^^^^^^^^^^^ `Node` doesn't have the same bytes on both sides
//               = `NodeAbi`
        std::ptr::null()
    }

    fn walk(head: &Node) -> bool {
//                ^^^^^ `Node` doesn't have the same bytes on both sides
        head.next.is_null()
    }
}

fn main() {}
