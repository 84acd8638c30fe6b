use shared_abi::{Slice, SharedAbi};

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Status {
    uptime: u64,
}

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    all: *const [Status],
//  ^^^ `*const [Status]` is, or steps over, an extensible type
}

#[derive(SharedAbi)]
#[repr(C)]
struct Worse {
    all: Slice<[Status; 2]>,
//  ^^^ `Slice<[Status; 2]>` is, or steps over, an extensible type
}

fn main() {}
