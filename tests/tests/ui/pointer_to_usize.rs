use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: *mut usize,
//            ^^^^^ `Bad.len`: `usize` is 4 bytes on wasm32
}

fn main() {}
