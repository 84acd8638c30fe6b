use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 4, size = 8)]
//                     ^^^^ `Bad`: `size` is given twice; remove one
struct Bad {
    x: u32,
}

fn main() {}
