//! The guest side of every approach that works on linear memory: a module each, whose exports start with its name.
//!
//! - `…_records() -> span`: the records of W1, as the approach hands them out
//! - `…_list(order) -> head`: the list of W2
//! - `…_respond(message)`: W3
//! - `…_written(records, len) -> checksum`: what the host wrote for W4

#![cfg(target_arch = "wasm32")]

mod json;
mod plain;
mod postcard;
mod shared;

/// A place in linear memory for the host to write to; never freed.
#[unsafe(no_mangle)]
extern "C" fn allocate(words: usize) -> *mut u64 {
    vec![0_u64; words].leak().as_mut_ptr()
}

/// Offset (low half) and length (high half) of a slice, in one number.
fn span<T>(slice: &[T]) -> u64 {
    slice.as_ptr() as u64 | (slice.len() as u64) << 32
}
