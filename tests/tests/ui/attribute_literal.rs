use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(8)]
//           ^ `Bad`: unknown attribute `8`; known here: `name`, `ref_name`, `mut_name`, `view_name`, `head_name`, `size`,
struct Bad {
    x: u32,
}

fn main() {}
