use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    call: Box<dyn Fn()>,
//        ^^^^^^^^^^^^^ `Bad.call`: `Box<dyn Fn()>` has a vtable, which only one side has
//        = use a `Handle<T>` or a `#[repr(C, u32)]` enum
}

fn main() {}
