use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: &'static str,
//        ^^^^^^^^^^^^ `Bad.name`: `&'static str` is an address
//        = use `Str`
}

fn main() {}
