use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
//     ^ `repr(C)` leaves the size of enum `Bad` to the C compiler of each target; use `#[repr(u32)]`
enum Bad {
    One,
    Two,
}

fn main() {}
