use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(view_name = "Seen", head_name = "Start")]
//                       ^^^^^^ `Bad`: `view_name` names a type that is generated for an enum whose variants have fields only
//                                           ^^^^^^^ `Bad`: `head_name` names a type that is generated for an `extensible` struct only
struct Bad {
    x: u32,
}

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(ref_name = 7, mut_name)]
//                      ^ `Other`: `ref_name` takes the name of a type, as in `ref_name = "OtherRef"`
struct Other {
    x: u32,
}

fn main() {}
