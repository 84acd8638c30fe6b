use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    next: *mut Bad,
    #[shared_abi(offset = 4)]
//                        ^ `Bad.x` is at 8, pinned at 4
    x: u32,
}

fn main() {}
