use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    count: Option<u32>,
//         ^^^^^^^^^^^ `Bad.count`: `Option<u32>` has no layout that both sides share
//         = use a `bool` beside the value, or a `#[repr(C, u32)]` enum
}

fn main() {}
