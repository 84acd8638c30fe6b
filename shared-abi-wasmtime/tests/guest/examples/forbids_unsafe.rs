//! A guest that allows no unsafe code, and no warning, and still has an allocator.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unsafe_op_in_unsafe_fn, clippy::pedantic)]

shared_abi::export_allocator!();
