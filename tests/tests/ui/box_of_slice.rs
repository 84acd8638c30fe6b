use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    bytes: Box<[u8]>,
//         ^^^^^^^^^ use `SliceMut<u8>`
    name: Option<Box<str>>,
//        ^^^^^^^^^^^^^^^^ use `Str`
}

fn main() {}
