use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<T> {
    value: T,
//         ^ layout of `Bad<T>` depends on `T`: `value: T` is stored inline; put `T` behind a pointer or name a concrete type
}

fn main() {}
