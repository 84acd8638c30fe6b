use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad<T> {
    values: [T; 4],
//          ^^^^^^ layout of `Bad<T>` depends on `T`: `values: [T; 4]` is stored inline; put `T` behind a pointer or name a concrete type
}

fn main() {}
