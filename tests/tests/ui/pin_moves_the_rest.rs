use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 12)]
struct Bad {
    #[shared_abi(offset = 0)]
    x: u32,
    inserted: u32,
    #[shared_abi(offset = 4)]
//                        ^ `Bad.y` is at 8, pinned at 4; restore the fields before it, or change the pin if both sides are rebuilt
    y: u32,
    #[shared_abi(offset = 8)]
    z: u32,
}

fn main() {}
