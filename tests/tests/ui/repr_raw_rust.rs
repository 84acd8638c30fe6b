use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[r#repr(Rust)]
//       ^^^^ `Bad`: `repr(Rust)` has no layout that guest and host share; use `repr(C)`
struct Bad {
    x: u32,
}

fn main() {}
