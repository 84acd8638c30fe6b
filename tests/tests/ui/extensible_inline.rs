use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Status {
    uptime: u64,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    status: Status,
//  ^^^^^^ `Bad.status`: `Status` is, or steps over, an extensible type, whose size differs from guest to guest; store a pointer to one
}

fn main() {}
