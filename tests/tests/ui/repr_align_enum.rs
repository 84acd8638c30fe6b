use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(u8, align(8))]
//         ^^^^^ `align` on enum `Bad` isn't supported; wrap it in a `#[repr(C, align(N))]` struct
enum Bad {
    One,
    Two,
}

fn main() {}
