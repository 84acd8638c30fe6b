use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(align = 8)]
struct Bad {
//     ^^^ `Bad` is aligned to 4, pinned at 8
//     = or change the pin if both sides are rebuilt
    x: u32,
}

fn main() {}
