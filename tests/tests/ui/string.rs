use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    name: String,
//        ^^^^^^ `Bad.name`: `String` owns memory of one side's allocator
//        = use `Str`
}

fn main() {}
