use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(align = 8)]
//                   ^ `Bad` is aligned to 4, pinned at 8
//                   = or change the pin if both sides are rebuilt
struct Bad {
    x: u32,
}

fn main() {}
