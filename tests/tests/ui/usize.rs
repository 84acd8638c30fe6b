use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: usize,
//       ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32 and 8 on a 64-bit host; use `u32` or `u64`
}

fn main() {}
