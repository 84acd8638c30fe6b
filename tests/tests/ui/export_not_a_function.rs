shared_abi::export! {
    struct Sample;
//  ^^^^^^ `export!` takes functions with a body
}

fn main() {}
