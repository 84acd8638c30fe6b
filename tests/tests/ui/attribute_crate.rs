use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(crate = "1x")]
//                   ^^^^ `Bad`: `crate` takes the path of the `shared-abi` crate, as in
struct Bad {
    x: u32,
}

fn main() {}
