use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(offset = 4)]
//           ^^^^^^ `Bad`: `offset` belongs on a field
struct Bad {
    x: u32,
}

fn main() {}
