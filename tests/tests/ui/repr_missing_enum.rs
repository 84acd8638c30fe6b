use shared_abi::SharedAbi;

#[derive(SharedAbi)]
enum Bad {
//   ^^^ enum `Bad` has no fixed layout: Rust may lay it out differently for wasm32 and for the host; add `#[repr(u32)]`
    One,
    Two,
}

fn main() {}
