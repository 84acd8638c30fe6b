use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Inner {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    inner: Option<Inner>,
//         ^^^^^^^^^^^^^ `Option<Inner>` can't cross between wasm32 and a 64-bit host
//         = use a `bool` beside the value
}

fn main() {}
