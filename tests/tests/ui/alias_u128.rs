use shared_abi::SharedAbi;

type Id = u128;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    id: Id,
//      ^^ `u128` can't cross between wasm32 and a 64-bit host
//      = of `u128`: `[u64; 2]`
}

fn main() {}
