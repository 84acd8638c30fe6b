use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {}
//     ^^^ struct `Bad` has no fields

fn main() {}
