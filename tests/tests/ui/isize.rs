use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    change: isize,
//          ^^^^^ `Bad.change`: `isize` is 4 bytes on wasm32 and 8 on a 64-bit host; use `i32` or `i64`
}

fn main() {}
