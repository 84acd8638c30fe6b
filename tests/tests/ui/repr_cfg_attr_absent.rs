use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[cfg_attr(target_arch = "wasm32", repr(C))]
struct Bad {
//     ^^^ struct `Bad` has no fixed layout
//     = add `#[repr(C)]`
    x: u32,
}

fn main() {}
