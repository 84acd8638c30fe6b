use shared_abi::{Ptr, SharedAbi};

macro_rules! pointer {
    ($ty:ty) => { Ptr<$ty> };
}

#[derive(SharedAbi)]
#[repr(C)]
struct List<T> {
    head: pointer!(T),
//        ^^^^^^^^^^^ `List.head`: `pointer!(T)` calls a macro with `T`
//                  = put the call into `type Name<T> = …`
    len: u32,
}

fn main() {}
