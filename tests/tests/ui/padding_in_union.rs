use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
union Bad {
    kind: u8,
//  ^^^^ `Bad.kind` fills 1 of the union's 4 bytes
    len: u32,
}

fn main() {}
