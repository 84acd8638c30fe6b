use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(usize)]
//     ^^^^^ `Bad`: `repr(usize)` is 4 bytes on wasm32 and 8 on a 64-bit host; use `repr(u32)`
enum Bad {
    One,
    Two,
}

fn main() {}
