use shared_abi::SharedAbi;

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<T> {
    head: *mut T,
    len: Len,
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
}

fn main() {}
