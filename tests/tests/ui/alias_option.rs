use shared_abi::SharedAbi;

type Count = Option<u32>;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    count: Count,
//         ^^^^^ `Option<u32>` can't cross between wasm32 and a 64-bit host
//         = of `Option<T>`: a `bool` beside the value
}

fn main() {}
