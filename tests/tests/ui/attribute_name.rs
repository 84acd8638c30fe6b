use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(name = "two words")]
//                  ^^^^^^^^^^^ `Bad`: `name` takes the name of a type, as in `name = "BadAbi"`
struct Bad {
    next: *mut Bad,
}

fn main() {}
