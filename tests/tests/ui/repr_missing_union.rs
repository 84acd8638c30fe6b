use shared_abi::SharedAbi;

#[derive(SharedAbi)]
union Bad {
//    ^^^ union `Bad` has no fixed layout
//    = add `#[repr(C)]`
    x: u32,
    y: f32,
}

fn main() {}
