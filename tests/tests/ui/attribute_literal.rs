use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(8)]
//           ^ `Bad`: unknown attribute `8`; known here: `name`, `size`, `align`, `deny_padding`, `extensible`, `crate`
struct Bad {
    x: u32,
}

fn main() {}
