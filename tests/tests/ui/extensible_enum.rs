use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(u8)]
#[shared_abi(extensible)]
//           ^^^^^^^^^^ `Bad`: an enum can't be `extensible`: only a struct with named fields and without parameters can gain fields at its end
enum Bad {
    A,
}

fn main() {}
