//! What crosses a call in core wasm: the one list of types, and the numbers that stand for them.
//!
//! [`Argument`] is what a function can take, [`Returned`] what it can return. A number is itself; a reference is an
//! address, which is checked before it becomes one.

mod argument;
mod claim;
mod number;
mod place;
mod returned;

pub use argument::Argument;
pub use claim::{Call, Claim};
pub use number::enum_of;
pub use returned::Returned;

/// Ends the call, as a panic does: the host's argument is none that the function can take.
#[cold]
#[inline(never)]
fn refuse(why: &str) -> ! {
    panic!("an argument of an exported function {why}")
}
