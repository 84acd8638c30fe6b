use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
union Bad {
    next: *mut u32,
//  ^^^^ `Bad.next`: `*mut u32` holds a native pointer, 4 bytes on wasm32 and 8 on a 64-bit host, which a union can't
//  = use `Ptr<T>`, `PtrMut<T>`
    x: u32,
}

fn main() {}
