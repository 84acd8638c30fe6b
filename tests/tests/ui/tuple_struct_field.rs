use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(transparent)]
struct Bad(usize);
//         ^^^^^ `Bad.0`: `usize` is 4 bytes on wasm32

fn main() {}
