use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    #[shared_abi(size = 4)]
//               ^^^^ `Bad.x`: `size` belongs on the type
    x: u32,
}

fn main() {}
