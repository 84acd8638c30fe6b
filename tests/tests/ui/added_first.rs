use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
struct Bad {
    #[shared_abi(added)]
    a: u8,
//  ^ `Bad.a`: the first field can't be `added`: then a guest could have none
}

fn main() {}
