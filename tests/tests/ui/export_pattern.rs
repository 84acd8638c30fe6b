shared_abi::export! {
    fn pair([a, b]: &[u8; 2]) {}
//          ^ an argument of an exported function is a name and a type
}

fn main() {}
