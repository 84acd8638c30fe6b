use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, u16)]
#[shared_abi(size = 8)]
//                  ^ `Bad` is 16 bytes, pinned at 8
enum Bad {
    One(u64),
    Two,
}

fn main() {}
