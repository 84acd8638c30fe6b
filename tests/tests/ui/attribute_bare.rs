use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi]
//^^^^^^^^^^ `Bad`: `#[shared_abi]` says nothing; write `#[shared_abi(…)]`; known here: `name`, `size`, `align`, `deny_padding`, `extensible`, `crate`
struct Bad {
    x: u32,
}

fn main() {}
