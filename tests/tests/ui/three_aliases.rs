use shared_abi::SharedAbi;

type Len = usize;
type Name = String;
type Next = Box<u8>;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    len: Len,
//       ^^^ `usize` can't cross
    name: Name,
//        ^^^^ `String` can't cross
    next: Next,
//        ^^^^ `Box<u8>` can't cross
}

fn main() {}
