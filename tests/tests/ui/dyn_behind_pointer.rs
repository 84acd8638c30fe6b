use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    call: *mut dyn Fn(),
//             ^^^^^^^^ `Bad.call`: `dyn Fn()` has a vtable, which only one side has
}

fn main() {}
