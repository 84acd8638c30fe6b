use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad;
//     ^^^ struct `Bad` has no fields: it is 0 bytes in C and 1 in C++, so sides can disagree; give it a field

fn main() {}
