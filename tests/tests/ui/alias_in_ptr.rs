use shared_abi::{Ptr, SharedAbi};

type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: Ptr<Len>,
//       ^^^^^^^^ `usize` doesn't have the same bytes on both sides
//       = an alias of `usize`: use `u32` or `u64`
}

fn main() {}
