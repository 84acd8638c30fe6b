use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(i128)]
//     ^^^^ `Bad`: `repr(i128)` is aligned differently by different compilers; use `repr(i64)`
enum Bad {
    One,
    Two,
}

fn main() {}
