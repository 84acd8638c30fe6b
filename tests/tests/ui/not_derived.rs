use shared_abi::SharedAbi;

#[repr(C)]
struct Plain {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    plain: Plain,
//         ^^^^^ `Plain` can't cross between wasm32 and a 64-bit host
//         = a struct, enum or union of your own: add `#[derive(SharedAbi)]` to it
}

fn main() {}
