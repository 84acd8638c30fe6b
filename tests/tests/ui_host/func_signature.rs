use shared_abi::SharedAbi;
use shared_abi_wasmtime::{Guest, GuestError};
use wasmtime::Store;

#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    x: u32,
}

pub fn a_struct(guest: &Guest, store: &mut Store<()>) -> Result<(), GuestError> {
    let _ = guest.func::<Node, ()>(store, "f")?;
//                ^^^^ `Node` can't be passed to a guest's function
//                = a struct goes by pointer, `Ptr<T>`
    Ok(())
}

pub fn a_slice(guest: &Guest, store: &mut Store<()>) -> Result<(), GuestError> {
    let _ = guest.func::<&[u32], String>(store, "f")?;
//                ^^^^ `&[u32]` can't be passed to a guest's function
//                = a slice or a string goes as two, `(Ptr<T>, u32)`
//                ^^^^ `String` can't be passed to a guest's function
    Ok(())
}

pub fn one_of_several(guest: &Guest, store: &mut Store<()>) -> Result<(), GuestError> {
    let _ = guest.func::<(u32, Node), usize>(store, "f")?;
//                ^^^^ `(u32, Node)` can't be passed to a guest's function
//                ^^^^ `usize` can't be passed to a guest's function
    Ok(())
}
