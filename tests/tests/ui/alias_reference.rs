use shared_abi::SharedAbi;

type Name = &'static u8;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: Name,
//        ^^^^ `&'static u8` can't cross between wasm32 and a 64-bit host
//        = an alias of `&T` or `Box<T>`: use `Ptr<T>` or `PtrMut<T>`
}

fn main() {}
