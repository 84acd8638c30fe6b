use shared_abi::{LinearMemoryMut, PtrMut, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    next: *mut Node,
}

fn write(mut memory: LinearMemoryMut<'_>, pointer: PtrMut<NodeAbi>, native: PtrMut<Node>, node: Node) {
    memory.write(PtrMut::<u64>::new(16), 1_u32);
//                                       ^^^^^ `u32` isn't the `u64` that the pointer points to
    memory.write(pointer, node);
//                        ^^^^ `Node` isn't the `NodeAbi` that the pointer points to
//                        = write a `NodeAbi` or a `&NodeAbi`; a struct with native pointers has a twin for this
    memory.write(native, node);
//         ^^^^^ `Node` doesn't have the same bytes on both sides
//         = if `Node` does and has native pointers, name its twin, `NodeAbi`
}

fn main() {}
