use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    id: u128,
//      ^^^^ `Bad.id`: `u128` is aligned to 8 by some compilers and to 16 by others; use `[u64; 2]`
}

fn main() {}
