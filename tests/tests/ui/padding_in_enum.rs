use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, u8)]
#[shared_abi(deny_padding)]
//           ^^^^^^^^^^^^ `Bad`: `deny_padding` can't be used on an enum
enum Bad {
    One(u32),
    Two,
}

fn main() {}
