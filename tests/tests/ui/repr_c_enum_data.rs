use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
//     ^ enum `Bad` has data
//     = use `#[repr(C, u32)]`
enum Bad {
    One(u32),
    Two,
}

fn main() {}
