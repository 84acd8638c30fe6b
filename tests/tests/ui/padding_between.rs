use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
struct Bad {
    kind: u8,
//  ^^^^ `Bad`: 3 bytes of implicit padding after `kind` (ends at 1, `len` starts at 4); add `_pad0: [u8; 3]`
    len: u32,
}

fn main() {}
