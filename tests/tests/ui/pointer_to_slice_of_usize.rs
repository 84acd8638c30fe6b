use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    lens: *const [usize],
//                ^^^^^ `Bad.lens`: `usize` is 4 bytes on wasm32
}

fn main() {}
