use shared_abi::{Ptr, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: Ptr<str>,
//            ^^^ `Bad.name`: `str` has no size of its own; use `*const str` or `Str`
}

fn main() {}
