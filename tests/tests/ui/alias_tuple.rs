use shared_abi::SharedAbi;

type Pair = (u8, u32);

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    pair: Pair,
//        ^^^^ `(u8, u32)` can't cross between wasm32 and a 64-bit host
//        = of a tuple: a `#[repr(C)]` struct
}

fn main() {}
