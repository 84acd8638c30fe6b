//! The string multiplier: a text and a number in, that many texts out.

use shared_abi::{SharedAbi, Slice, SliceMut, Str};

/// What the guest asks the host to fill in.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Input {
    /// The guest's buffer for the name, as many bytes as `get_input_size` said.
    pub name: SliceMut<u8>,
    /// How often the name is wanted.
    pub num: u32,
}

/// What the guest makes of it.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Output {
    /// The name, `num` times.
    pub names: Slice<Str>,
}
