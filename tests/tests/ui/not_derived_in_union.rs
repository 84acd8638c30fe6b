use shared_abi::SharedAbi;

#[derive(Clone, Copy)]
#[repr(C)]
struct Plain {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
union Bad {
    plain: Plain,
//         ^^^^^ `Plain` can't cross between wasm32 and a 64-bit host
    x: u32,
}

fn main() {}
