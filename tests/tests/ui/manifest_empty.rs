mod guest {
    shared_abi::manifest!();
//  ^^^^^^^^^^^^^^^^^^^^^^^ name the types that the host relies on
}

fn main() {}
