use shared_abi::SharedAbi;

mod one {
    #[derive(shared_abi::SharedAbi)]
    #[repr(C)]
    pub struct Node {
        pub value: u32,
    }
}

mod two {
    #[derive(shared_abi::SharedAbi)]
    #[repr(C)]
    pub struct Node {
        pub value: u64,
    }
}

#[derive(SharedAbi)]
#[repr(C)]
pub struct Both {
    one: *const one::Node,
    two: *const two::Node,
}

mod guest {
    shared_abi::manifest!(super::Both);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ two different types are named `Node`; a manifest knows types by their names: rename one
}

fn main() {}
