pub struct Plain;

mod guest {
    shared_abi::manifest!(super::Plain);
//                        ^^^^^^^^^^^^ `Plain` can't be in a manifest
}

fn main() {}
