use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(packed)]
//     ^^^^^^ `repr(packed)` alone leaves the order of `Bad`'s fields to Rust
//     = write `#[repr(C, packed)]`
struct Bad {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(packed(2))]
//     ^^^^^^ write `#[repr(C, packed(2))]`
struct Two {
    x: u32,
}

fn main() {}
