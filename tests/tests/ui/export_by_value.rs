use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
pub struct Sample {
    at: u32,
}

shared_abi::export! {
    fn receive(sample: Sample) {
//                     ^^^^^^ `Sample` can't be an argument of an exported function
//                     = take `&Sample`
        let _ = sample.at;
    }

    fn latest() -> Sample {
//                 ^^^^^^ `Sample` can't be the result of an exported function
//                 = return `*const Sample`
        Sample { at: 1 }
    }
}

fn main() {}
