use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(align(8))]
struct Bad {
//     ^^^ struct `Bad` has no fixed layout
//     = add `#[repr(C)]`
    x: u32,
}

fn main() {}
