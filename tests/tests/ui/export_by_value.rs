use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample {
    at: u32,
}

shared_abi::export! {
    fn receive(sample: Sample) {
//                     ^^^^^^ `Sample` can't be an argument of an exported function
//                     = take `&T`
        let _ = sample.at;
    }

    fn latest() -> Sample {
//                 ^^^^^^ `Sample` can't be the result of an exported function
//                 = return `*const T`
        Sample { at: 1 }
    }
}

fn main() {}
