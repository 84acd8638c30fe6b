use shared_abi::{PtrMut, SharedAbi};
use shared_abi_wasmtime::Guest;
use wasmtime::Store;

#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    next: *mut Node,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Status {
    uptime: u64,
}

pub fn blocks(guest: &Guest, store: &mut Store<()>, node: Node, status: Status, at: PtrMut<Status>) {
    let _ = guest.alloc(&mut *store, &node);
//                                   ^^^^^ `Node` doesn't have the same bytes on both sides
//                                   = name its twin, `NodeAbi`
    let _ = guest.alloc(&mut *store, &status);
//                                   ^^^^^^^ `Status` is extensible
    let _ = guest.alloc_slice(&mut *store, &[status]);
//                                         ^^^^^^^^^ `Status` is extensible
    let _ = guest.alloc(&mut *store, &vec![1_u32]);
//                                   ^^^^^^^^^^^^ `Vec<u32>` doesn't have the same bytes on both sides
    let _ = guest.free(&mut *store, at);
//                                  ^^ isn't a block of a guest's memory
    let _ = guest.free(&mut *store, 16);
//                                  ^^ isn't a block of a guest's memory
//                                  = what `alloc`, `alloc_slice` or `alloc_str` returned is needed
}
