use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[shared_abi(sise = 4)]
//           ^^^^ `Bad`: unknown attribute `sise`
struct Bad {
//     ^^^ struct `Bad` has no fixed layout
    len: usize,
//       ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32
}

fn main() {}
