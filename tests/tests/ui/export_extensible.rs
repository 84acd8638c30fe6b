use shared_abi::SharedAbi;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(extensible)]
pub struct Status {
    uptime: u64,
}

shared_abi::export! {
    fn one(status: &Status) -> u64 {
        status.uptime
    }

    fn several(all: &[Status]) -> u32 {
//                  ^^^^^^^^^ `Status` is extensible: only the guest knows its size
        all.len() as u32
    }
}

fn main() {}
