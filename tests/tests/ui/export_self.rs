shared_abi::export! {
    fn method(&self) {}
//            ^ an argument of an exported function is a name and a type
}

fn main() {}
