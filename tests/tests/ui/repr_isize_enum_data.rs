use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C, isize)]
//        ^^^^^ `Bad`: `repr(isize)` is 4 bytes on wasm32 and 8 on a 64-bit host; use `repr(i32)`
enum Bad {
    One(u32),
    Two,
}

fn main() {}
