use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[derive(Clone, Copy)]
//^^^^^^ `Bits`: `#[derive]` below `#[derive(SharedAbi)]` could be a macro that adds a member
#[repr(C)]
#[allow(dead_code)]
union Bits {
    int: u32,
    float: f32,
}

#[derive(SharedAbi)]
#[rustfmt::skip]
//^^^^^^^^^^^^^ write it above
#[repr(C)]
union Others {
    int: u32,
    float: f32,
}

fn main() {}
