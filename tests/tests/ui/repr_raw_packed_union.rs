use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[r#repr(C, packed)]
//          ^^^^^^ union `Bad` is packed, which isn't supported
//          = remove `packed`
union Bad {
    x: u32,
    y: u8,
}

fn main() {}
