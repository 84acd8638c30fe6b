use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 4 + 4)]
//                    ^ `Bad`: expected `,` here: options are separated by commas
struct Bad {
    value: u64,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 8 align = 8)]
//                    ^^^^^ `Worse`: expected `,` here
struct Worse {
    value: u64,
}

fn main() {}
