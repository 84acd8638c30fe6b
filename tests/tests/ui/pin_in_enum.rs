use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, u32)]
enum Bad {
    One {
        #[shared_abi(offset = 4)]
//                            ^ `Bad.One.x`: `offset` can't be used on a field of an enum: pin the enum's `size` and `align`
        x: u32,
    },
    Two,
}

fn main() {}
