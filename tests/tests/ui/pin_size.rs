use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 8)]
//                  ^ `Bad` is 12 bytes, pinned at 8
//                  = restore the fields, or change the pin if both sides are rebuilt
struct Bad {
    x: u32,
    y: u32,
    z: u32,
}

fn main() {}
