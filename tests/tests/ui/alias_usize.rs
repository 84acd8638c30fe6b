use shared_abi::SharedAbi;

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: Len,
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
//       = `usize` and `isize` are 4 bytes on wasm32 and 8 on a 64-bit host: use `u32`/`u64` or `i32`/`i64`
}

fn main() {}
