//! The Rust guest of `shared-abi-wasmtime`'s tests, and the types that it shares with them.
#![deny(missing_docs)]

use shared_abi::{Handle, PtrMut, SharedAbi};

#[cfg(target_arch = "wasm32")]
mod exports;

shared_abi::manifest!(Node, Batch, Summary, Sample);

/// A list; the same type on both sides.
#[derive(Clone, Copy, Debug, SharedAbi)]
#[repr(C)]
pub struct Node {
    /// A number.
    pub data: i32,
    /// Its square.
    pub square: i32,
    /// The rest of the list.
    pub next: PtrMut<Node>,
}

/// A struct with padding, so that it can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, SharedAbi)]
#[repr(C)]
pub struct Sample {
    /// What was measured.
    pub kind: u8,
    /// When.
    pub at: u32,
    /// How much.
    pub value: f64,
}

/// Samples of one sensor. The guest has its own pointers in it; what crosses is the twin.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Batch {
    /// The sensor's name.
    pub name: *const str,
    /// What it measured.
    pub samples: *const [Sample],
    /// The host's object for it.
    pub sensor: Handle<u8>,
}

/// What the guest makes of a batch.
#[derive(Clone, Copy, SharedAbi)]
#[repr(C)]
pub struct Summary {
    /// Mean of the values.
    pub mean: f64,
    /// The batch's name in capitals.
    pub title: *const str,
    /// The batch's handle.
    pub sensor: Handle<u8>,
}
