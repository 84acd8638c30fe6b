use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Bad {
    Text { len: usize },
//              ^^^^^ `Bad.Text.len`: `usize` is 4 bytes on wasm32
    None,
}

fn main() {}
