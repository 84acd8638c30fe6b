use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    #[shared_abi(skip)]
//               ^^^^ `Bad.x`: unknown attribute `skip`; known here: `offset`
    x: u32,
}

fn main() {}
