use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(u8)]
enum Bad {
    #[shared_abi(size = 4)]
//               ^^^^ `Bad.One`: `size` belongs on the type
    One,
    Two,
}

fn main() {}
