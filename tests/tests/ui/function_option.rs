use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    call: Option<fn()>,
//               ^^^^ `Bad.call`: `fn()` has Rust's own calling convention
//               = use `extern "C" fn()`
}

fn main() {}
