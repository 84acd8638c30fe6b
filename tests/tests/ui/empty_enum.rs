use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(u8)]
enum Kind {
    One,
}

#[derive(SharedAbi)]
enum Bad {}
//   ^^^ enum `Bad` has no variants: no bytes are a value of it; give it a variant

fn main() {}
