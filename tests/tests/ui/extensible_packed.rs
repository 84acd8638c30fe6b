use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, packed)]
#[shared_abi(extensible)]
//           ^^^^^^^^^^ `Bad`: `extensible` needs a plain `#[repr(C)]`: remove `packed` or `transparent`
struct Bad {
    a: u8,
}

fn main() {}
