use shared_abi::{LinearMemory, Ptr, SharedAbi, Slice, Str};

#[derive(SharedAbi)]
#[repr(C)]
struct Node {
    next: Ptr<Node>,
}

fn get(memory: LinearMemory<'_>, offset: u32, native: *const Node, nodes: Slice<Node>, name: Str) {
    let _ = memory.get(offset);
//                     ^^^^^^ `u32` isn't a pointer into linear memory
//                     = make one of an offset: `Ptr::<T>::new(offset)`
    let _ = memory.get::<Node>(16);
//                             ^^ isn't a pointer into linear memory
    let _ = memory.get(native);
//                     ^^^^^^ `*const Node` isn't a pointer into linear memory
//                     = a native pointer is an address of this process, no offset
    let _ = memory.get(nodes);
//                     ^^^^^ isn't a pointer into linear memory
//                     = for several elements, `Slice<T>`, there is `slice`
    let _ = memory.read::<u8>(name);
//                            ^^^^ for text, `Str`, there is `str`
}

fn main() {}
