use shared_abi::SharedAbi;

type Next = Box<u32>;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    next: Next,
//        ^^^^ `Box<u32>` can't cross between wasm32 and a 64-bit host
//        = an alias of `&T` or `Box<T>`: use `Ptr<T>` or `PtrMut<T>`
}

fn main() {}
