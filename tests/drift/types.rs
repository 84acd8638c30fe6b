//! Types that a guest and a host have agreed on: every size and offset is pinned.

use shared_abi::SharedAbi;

pub type Len = usize;

#[derive(SharedAbi)]
#[repr(C)]
#[shared_abi(size = 32, align = 8)]
pub struct Sample {
    #[shared_abi(offset = 0)]
    pub kind: Kind,
    #[shared_abi(offset = 4)]
    pub count: u32,
    #[shared_abi(offset = 8)]
    pub time: u64,
    #[shared_abi(offset = 16)]
    pub value: f64,
    #[shared_abi(offset = 24)]
    pub next: *mut Sample,
}

#[derive(SharedAbi, Clone, Copy)]
#[repr(u8)]
#[shared_abi(size = 1)]
pub enum Kind {
    Rest,
    Walk,
}

#[derive(SharedAbi)]
#[repr(C, align(16))]
#[shared_abi(size = 16, align = 16)]
pub struct Block {
    #[shared_abi(offset = 0)]
    pub start: u64,
    #[shared_abi(offset = 8)]
    pub len: u64,
}

#[must_use]
pub fn size() -> usize {
    shared_abi::layout_of::<Sample>().size + shared_abi::layout_of::<Block>().size
}
