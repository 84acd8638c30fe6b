use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    kind: u8,
    nothing: (),
//           ^^ `Bad.nothing`: `()` has no bytes
}

fn main() {}
