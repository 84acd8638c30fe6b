use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(align(8))]
//     ^^^^^ `repr(align(8))` alone leaves the order of `Bad`'s fields to Rust
//     = write `#[repr(C, align(8))]`
struct Bad {
    x: u32,
}

fn main() {}
