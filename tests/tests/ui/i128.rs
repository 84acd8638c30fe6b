use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    id: i128,
//      ^^^^ `Bad.id`: `i128` is aligned to 8 by some compilers and to 16 by others; use `[i64; 2]`
}

fn main() {}
