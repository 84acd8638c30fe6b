use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
struct Bad {
    len: u16,
    kind: u8,
//  ^^^^ `Bad`: 1 byte of implicit padding after `kind` (ends at 3, the type at 4); add `_pad1: [u8; 1]`
}

fn main() {}
