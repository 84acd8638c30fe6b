use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    lens: [usize; 4],
//         ^^^^^ `Bad.lens`: `usize` is 4 bytes on wasm32
}

fn main() {}
