use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
struct Bad {
    a: u8,
//  ^ `Bad`: 1 byte of implicit padding after `a` (ends at 1, `b` starts at 2); add `_pad0: [u8; 1]`
    b: u16,
    c: u8,
//  ^ `Bad`: 3 bytes of implicit padding after `c` (ends at 5, `d` starts at 8); add `_pad2: [u8; 3]`
    d: u32,
    e: u8,
//  ^ `Bad`: 3 bytes of implicit padding after `e` (ends at 13, the type at 16); add `_pad4: [u8; 3]`
}

fn main() {}
