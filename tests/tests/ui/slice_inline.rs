use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    items: [u8],
//         ^^^^ `Bad.items`: `[u8]` has no size of its own; use `*const [u8]`, `Slice<u8>` or an array `[u8; N]`
}

fn main() {}
