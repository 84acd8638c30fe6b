use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct First {
    len: usize,
//       ^^^^^ `First.len`: `usize` is 4 bytes on wasm32
}

#[derive(SharedAbi)]
#[repr(C, packed)]
//        ^^^^^^ union `Second` is packed
union Second {
    x: u32,
    y: u8,
}

#[derive(SharedAbi)]
struct Third {
//     ^^^^^ struct `Third` has no fixed layout
    first: First,
    second: Second,
}

fn main() {}
