use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(u8)]
//     ^^ enum `Bad` has data, which has a place that C knows
//     = use `#[repr(C, u8)]`
enum Bad {
    One(u32),
    Two,
}

fn main() {}
