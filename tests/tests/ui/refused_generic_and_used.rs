use shared_abi::{Ptr, SharedAbi, layout_of};

#[derive(SharedAbi)]
#[repr(C)]
pub struct Bad<T> {
    value: T,
//         ^ layout of `Bad<T>` depends on `T`: `value: T` is stored inline
    next: Ptr<T>,
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Holder {
    bad: Bad<u32>,
}

fn main() {
    println!("{}", layout_of::<Holder>());
}
