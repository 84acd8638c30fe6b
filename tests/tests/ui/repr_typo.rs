use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(c)]
//     ^ unrecognized representation hint
struct Bad {
    x: u32,
}

fn main() {}
