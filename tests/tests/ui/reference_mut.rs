use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    data: &'static mut u32,
//        ^^^^^^^^^^^^^^^^ `Bad.data`: `&'static mut u32` is an address, 4 bytes on wasm32 and 8 on a 64-bit host
//        = use `PtrMut<u32>`
}

fn main() {}
