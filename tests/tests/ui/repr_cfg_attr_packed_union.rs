use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[cfg_attr(all(), repr(packed(2)))]
//                     ^^^^^^ union `Bad` is packed, which isn't supported
union Bad {
    x: u32,
    y: u8,
}

fn main() {}
