use shared_abi::{Ptr, SharedAbi};

/// It leads to another generic type, which a constant could follow in circles.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Outer<T> {
    inner: Ptr<Inner<T>>,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Inner<T> {
    outer: Ptr<Outer<T>>,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Bad {
    outer: Ptr<Outer<u8>>,
}

mod guest {
    shared_abi::manifest!(super::Bad);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Outer<u8>.inner` leads to `Inner<u8>`, which the manifest lacks; name it too: `manifest!(…, Inner<u8>)`
}

fn main() {}
