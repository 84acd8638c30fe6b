//! A linked list, written with the pointers that a guest would use anyway.

use core::mem::{align_of, offset_of, size_of};

use shared_abi::SharedAbi;

/// An element. Its twin `NodeAbi`, with a slot for `next`, is what stands in linear memory.
#[derive(SharedAbi)]
#[repr(C)]
pub struct Node {
    /// A number.
    pub data: i32,
    /// Another one.
    pub number: i32,
    /// The element after this one, or null.
    pub next: *mut Node,
}

/// How the compiler of one side lays out [`Node`] itself, with that side's own pointer in it.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
pub struct NativeLayout {
    /// Size of a `Node` in bytes.
    pub size: u32,
    /// Alignment of a `Node` in bytes.
    pub align: u32,
    /// `data`, `number`, `next`.
    pub fields: [Place; 3],
}

/// Where a field stands in its struct.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
#[shared_abi(deny_padding)]
pub struct Place {
    /// Bytes from the start of the struct.
    pub offset: u32,
    /// Size in bytes.
    pub size: u32,
}

impl NativeLayout {
    /// That of the side for which this is compiled.
    pub const HERE: Self = Self {
        size: size_of::<Node>() as u32,
        align: align_of::<Node>() as u32,
        fields: [
            Place::new(offset_of!(Node, data), size_of::<i32>()),
            Place::new(offset_of!(Node, number), size_of::<i32>()),
            Place::new(offset_of!(Node, next), size_of::<*mut Node>()),
        ],
    };
}

impl Place {
    const fn new(offset: usize, size: usize) -> Self {
        Self {
            offset: offset as u32,
            size: size as u32,
        }
    }
}
