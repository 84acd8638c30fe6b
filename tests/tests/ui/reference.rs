use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: &'static u8,
//        ^^^^^^^^^^^ `Bad.name`: `&'static u8` is an address, 4 bytes on wasm32 and 8 on a 64-bit host
//        = use `Ptr<u8>`
}

fn main() {}
