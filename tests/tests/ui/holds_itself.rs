use shared_abi::SharedAbi;

mod nodes {
    use super::*;

    #[derive(SharedAbi)]
    #[repr(C)]
    struct Bad {
//  ^^^^^^^^^^ recursive type `Bad` has infinite size
        x: u32,
        next: Bad,
//            ^^^ `Bad.next`: a `Bad` that holds a `Bad` has no end; point to it: `Ptr<Bad>` or `*mut Bad`
    }
}

fn main() {}
