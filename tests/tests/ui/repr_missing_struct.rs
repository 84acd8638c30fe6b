use shared_abi::SharedAbi;

#[derive(SharedAbi)]
struct Bad {
//     ^^^ struct `Bad` has no fixed layout: Rust may lay it out differently for wasm32 and for the host; add `#[repr(C)]`
    x: u32,
}

fn main() {}
