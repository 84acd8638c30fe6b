use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    data: &'static [u8],
//        ^^^^^^^^^^^^^ `Bad.data`: `&'static [u8]` is an address
//        = use `Slice<u8>`
}

fn main() {}
