use shared_abi::{Ptr, SharedAbi};

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: Ptr<Len>,
//       ^^^^^^^^ `usize` doesn't have the same bytes on both sides
//       = `usize` and `isize` are 4 bytes on wasm32 and 8 on a 64-bit host: use `u32`/`u64` or `i32`/`i64`
}

fn main() {}
