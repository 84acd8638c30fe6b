use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: str,
//        ^^^ `Bad.name`: `str` has no size of its own; use `*const str` or `Str`
}

fn main() {}
