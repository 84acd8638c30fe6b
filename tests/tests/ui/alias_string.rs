use shared_abi::SharedAbi;

type Name = String;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: Name,
//        ^^^^ `String` can't cross between wasm32 and a 64-bit host
//        = of `String`: `Str`
}

fn main() {}
