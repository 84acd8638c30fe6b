use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    pair: (u8, u32),
//        ^^^^^^^^^ `Bad.pair`: `(u8, u32)` is a tuple, which Rust may lay out differently for each target; use a `#[repr(C)]` struct
}

fn main() {}
