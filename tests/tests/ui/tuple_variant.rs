use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Bad {
    One(u32, usize),
//           ^^^^^ `Bad.One.1`: `usize` is 4 bytes on wasm32
    Two { len: usize },
//             ^^^^^ `Bad.Two.len`: `usize` is 4 bytes on wasm32
}

fn main() {}
