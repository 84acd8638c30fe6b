//! What the tests share: crates made for one test, the compiler's errors taken apart, and guests.

#![forbid(unsafe_code)]

pub mod drift;
mod guest;
mod rustc_error;
mod scratch;

pub use guest::build_guest;
pub use rustc_error::RustcError;
pub use scratch::{Build, HOST, Scratch, WASM, shared_abi_dir, target_dir, workspace};
