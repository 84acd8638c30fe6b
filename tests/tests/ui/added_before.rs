use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Bad {
    a: u8,
    #[shared_abi(added)]
    b: u8,
    c: u8,
//  ^ `Bad.c`: it stands behind `b`, which was added: a guest without `b` hasn't got it either; mark it `#[shared_abi(added)]` too
}

fn main() {}
