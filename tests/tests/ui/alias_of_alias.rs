use shared_abi::SharedAbi;

type Size = usize;
type Len = Size;

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Bad {
    Text(Len),
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
    None,
}

fn main() {}
