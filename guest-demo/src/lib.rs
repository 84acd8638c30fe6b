//! The demo's guest: a module for each scenario, whose exports start with its name.
//!
//! What the host hands in is checked by `export!`. It is an ordinary crate: `cargo test` runs its tests on the host.
#![warn(missing_docs)]

mod append;
mod classifier;
mod hostile;
mod hub;
mod list;
mod repeat;

use demo_types::hostile::{Lie, Report};
use demo_types::hub::{Batch, Verdict};
use demo_types::list::{NativeLayout, Node};
use demo_types::repeat::{Input, Output};

// Tells the host which types this guest was built from; the host starts no guest that was built from others.
shared_abi::manifest!(Batch, Verdict, Node, NativeLayout, Input, Output, Report, Lie);

// Lets the host put values into this guest's memory.
shared_abi::export_allocator!();

/// Moves `value` to where it stays for the host to read, as long as the guest lives.
fn keep<T>(value: T) -> &'static mut T {
    Box::leak(Box::new(value))
}
