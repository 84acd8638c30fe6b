use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(sise = 4)]
//           ^^^^ `Bad`: unknown attribute `sise`; known here: `name`, `size`, `align`, `deny_padding`, `extensible`, `crate`
struct Bad {
    x: u32,
}

fn main() {}
