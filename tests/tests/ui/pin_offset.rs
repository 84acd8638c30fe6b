use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    x: u64,
    #[shared_abi(offset = 4)]
//                        ^ `Bad.y` is at 8, pinned at 4
//                        = restore the fields before it, or change the pin if both sides are rebuilt
    y: u32,
}

fn main() {}
