use shared_abi::SharedAbi;

type Next = *mut u32;

#[derive(SharedAbi)]
#[repr(C)]
union Bad {
    next: Next,
//  ^^^^ `Bad.next`: `Next` holds a native pointer
    x: u32,
}

fn main() {}
