use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: usize,
//       ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32
    name: String,
//        ^^^^^^ `Bad.name`: `String` owns memory
    pair: (u8, u8),
//        ^^^^^^^^ `Bad.pair`: `(u8, u8)` is a tuple
}

fn main() {}
