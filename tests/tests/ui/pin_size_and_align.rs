use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 8, align = 16)]
//                  ^ `Bad` is 12 bytes, pinned at 8
//                             ^^ `Bad` is aligned to 4, pinned at 16
struct Bad {
    x: u32,
    y: u32,
    z: u32,
}

fn main() {}
