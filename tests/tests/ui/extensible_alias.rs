use shared_abi::SharedAbi;

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Bad {
    a: u32,
    len: Len,
//       ^^^ `usize` can't cross between wasm32 and a 64-bit host
    #[shared_abi(added)]
    more: Len,
//        ^^^ `usize` can't cross between wasm32 and a 64-bit host
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Named {
    len: usize,
//       ^^^^^ `Named.len`: `usize` is 4 bytes on wasm32 and 8 on a 64-bit host
    #[shared_abi(added)]
    more: u32,
}

fn main() {}
