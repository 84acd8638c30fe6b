use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    call: extern "system" fn(),
//        ^^^^^^^^^^^^^^^^^^^^ `Bad.call`: `extern "system" fn()` has a calling convention that differs from target to target
//        = use `extern "C" fn()`
}

fn main() {}
