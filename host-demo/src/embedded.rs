//! What the demo carries with it from the repository; `build.rs` names the files.

/// The guest, from `guest-demo`. Empty where the demo was built outside of the repository.
pub const GUEST: &[u8] = include_bytes!(env!("GUEST_DEMO_WASM"));

/// The same guest, built from the types as they were before.
pub const GUEST_BEFORE: &[u8] = include_bytes!(env!("GUEST_BEFORE_WASM"));

/// The guest that is written as text.
pub const EXPENSIVE_CALC: &[u8] = include_bytes!(env!("EXPENSIVE_CALC_WAT"));

/// The repository's data.
pub const RECORDINGS: &[u8] = include_bytes!(env!("BASIC_MOTIONS_CSV"));
