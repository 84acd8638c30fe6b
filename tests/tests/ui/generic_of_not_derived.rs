use shared_abi::{Ptr, SharedAbi};

struct Plain;

#[derive(SharedAbi)]
#[repr(C)]
struct List<T> {
    head: Ptr<T>,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    names: List<String>,
//         ^^^^^^^^^^^^ `List<String>` can't cross between wasm32 and a 64-bit host
//         = what stands in its brackets has to be a number, a slot, or a type that derives `SharedAbi`
    plain: [List<Plain>; 2],
//         ^^^^^^^^^^^^^^^^ `List<Plain>` can't cross
}

fn main() {}
