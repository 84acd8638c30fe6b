use shared_abi::{SharedAbi, layout_of};

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
struct Inner {
    len: Len,
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
}

#[derive(SharedAbi)]
#[repr(C)]
struct Outer {
    inner: Inner,
    next: *mut Outer,
}

fn main() {
    println!("{}", layout_of::<Outer>());
}
