use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
struct Bad {
    first: u32,
    second: Secnod,
//          ^^^^^^ cannot find type `Secnod` in this scope
    third: [Secnod2; 2],
//          ^^^^^^^ cannot find type `Secnod2` in this scope
    fourth: *mut Secnod3,
//               ^^^^^^^ cannot find type `Secnod3` in this scope
}

fn main() {}
