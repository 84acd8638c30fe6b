use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    call: fn(i32) -> i32,
//        ^^^^^^^^^^^^^^ `Bad.call`: `fn(i32) -> i32` has Rust's own calling convention
//        = use `extern "C" fn(i32) -> i32`
}

fn main() {}
