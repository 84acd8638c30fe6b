use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    a: u8,
    #[shared_abi(added)]
//               ^^^^^ `Bad.b`: `added` is for types that may gain fields; add `#[shared_abi(extensible)]` to `Bad`
    b: u8,
}

fn main() {}
