use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    #[shared_abi(offset = 0)]
    #[shared_abi(offset = 4)]
//               ^^^^^^ `Bad.x`: `offset` is given twice; remove one
    x: u32,
}

fn main() {}
