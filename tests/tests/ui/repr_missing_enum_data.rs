use shared_abi::SharedAbi;

#[derive(SharedAbi)]
enum Bad {
//   ^^^ enum `Bad` has no fixed layout
//   = add `#[repr(C, u32)]`
    One(u32),
    Two,
}

fn main() {}
