use shared_abi::{LinearMemory, Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    next: *mut Node,
}

fn main() {
    let memory = LinearMemory::new(&[]);
    let _ = memory.get(Ptr::<Node>::new(8));
//                 ^^^ `Node` doesn't have the same bytes on both sides
//                 = if `Node` does and has native pointers, name its twin, `NodeAbi`
}
