use shared_abi::{Ptr, SharedAbi};

/// It has another type below it at each step, without an end.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Endless<T> {
    next: Ptr<Endless<Ptr<T>>>,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Bad {
    first: Ptr<Endless<u8>>,
}

mod guest {
    shared_abi::manifest!(super::Bad);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is nested too deeply to be found; name it too
}

fn main() {}
