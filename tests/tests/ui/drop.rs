use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
//     ^^^ `Bad` implements `Drop`, but its bytes are copied between guest and host; remove the `Drop` impl
    x: u32,
}

impl Drop for Bad {
    fn drop(&mut self) {}
}

fn main() {}
