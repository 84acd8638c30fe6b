//! The structs that the demo's guest and host share: a module for each scenario that has any.
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod expensive_calc;
pub mod hostile;
#[cfg_attr(feature = "before", path = "hub_before.rs")]
pub mod hub;
pub mod list;
pub mod repeat;
