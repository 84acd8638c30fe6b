use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 32)]
//                  ^^ `Bad` is 12 bytes, pinned at 32; first difference: `y` is at 4, pinned at 8
struct Bad {
    #[shared_abi(offset = 0)]
    x: u32,
    #[shared_abi(offset = 8)]
//                        ^ `Bad.y` is at 4, pinned at 8
    y: u32,
    #[shared_abi(offset = 16)]
//                        ^^ `Bad.z` is at 8, pinned at 16
    z: u32,
}

fn main() {}
