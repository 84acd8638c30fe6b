//! The calculation whose guest isn't compiled from these types.

use shared_abi::SharedAbi;

/// One result. The guest is written in WebAssembly text and has its offsets in its instructions, so the layout is pinned:
/// a build in which a field moves stops.
#[derive(Clone, Copy, Debug, PartialEq, SharedAbi)]
#[repr(C)]
#[shared_abi(size = 24, align = 8, deny_padding)]
pub struct Step {
    /// The number that the calculation starts from.
    #[shared_abi(offset = 0)]
    pub x: i32,
    /// How many iterations it took.
    #[shared_abi(offset = 4)]
    pub iterations: u32,
    /// The result.
    #[shared_abi(offset = 8)]
    pub value: f64,
    /// How much the last iteration changed.
    #[shared_abi(offset = 16)]
    pub change: f64,
}
