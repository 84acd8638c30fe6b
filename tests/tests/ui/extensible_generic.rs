use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
//           ^^^^^^^^^^ `Bad`: a generic type can't be `extensible`
struct Bad<T> {
    of: Ptr<T>,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
//           ^^^^^^^^^^ `Tuple`: a tuple struct can't be `extensible`
struct Tuple(u8);

fn main() {}
