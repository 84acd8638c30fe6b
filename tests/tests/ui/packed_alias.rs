use shared_abi::SharedAbi;

type Len = usize;

#[derive(SharedAbi)]
#[repr(C, packed)]
struct Bad {
    kind: u8,
    len: Len,
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
    next: *const Bad,
}

fn main() {}
