use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible = true, deny_padding(false), size = 12)]
//           ^^^^^^^^^^ `Bad`: `extensible` takes no value: write `#[shared_abi(extensible)]`
//                              ^^^^^^^^^^^^ `Bad`: `deny_padding` takes no value
struct Bad {
    x: u32,
    #[shared_abi(added = 2)]
//               ^^^^^ `Bad.y`: `added` takes no value: write `#[shared_abi(added)]`
    y: u32,
}

fn main() {}
