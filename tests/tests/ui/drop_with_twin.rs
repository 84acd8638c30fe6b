use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
//     ^^^ `Bad` implements `Drop`
    next: *mut Bad,
}

impl Drop for Bad {
    fn drop(&mut self) {}
}

fn main() {}
