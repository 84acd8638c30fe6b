use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size)]
//           ^^^^ `Bad`: `size` takes a number of bytes, as in `size = 16`
struct Bad {
    x: u32,
}

fn main() {}
