use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi]
//^^^^^^^^^^ `Bad`: `#[shared_abi]` says nothing; write `#[shared_abi(…)]`; known here: `name`, `ref_name`, `mut_name`, `view_name`, `head_name`, `size`,
struct Bad {
    x: u32,
}

fn main() {}
