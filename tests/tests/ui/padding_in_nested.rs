use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Inner {
    kind: u8,
    len: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
struct Bad {
    inner: Inner,
//  ^^^^^ `Bad.inner`: `Inner` has implicit padding of its own; add `#[shared_abi(deny_padding)]` to it and fill its gaps
}

fn main() {}
