use shared_abi::SharedAbi;

type Call = fn(i32) -> i32;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    call: Call,
//        ^^^^ `fn(i32) -> i32` can't cross between wasm32 and a 64-bit host
//        = of `fn(A)`: `extern "C" fn(A)`
}

fn main() {}
