shared_abi::export! {
    fn total(numbers: &[u32]) -> u32;
//                                  ^ `export!` takes functions with a body
}

fn main() {}
