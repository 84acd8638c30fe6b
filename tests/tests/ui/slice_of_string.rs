use shared_abi::{SharedAbi, Slice};

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    names: Slice<String>,
//               ^^^^^^ `Bad.names`: `String` owns memory of one side's allocator
//               = use `Str`
}

fn main() {}
