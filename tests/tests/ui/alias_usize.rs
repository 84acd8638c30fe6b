use shared_abi::SharedAbi;

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: Len,
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
//       = an alias of `usize`: use `u32` or `u64`
}

fn main() {}
