//! The layouts of [`shared-abi`](https://docs.rs/shared-abi) as data.
//!
//! What a guest's manifest and a crate's lock file hold, read from the notation in which both write it, and how two sets
//! of layouts differ. What a layout is, `shared-abi-model` says.
//!
//! ```
//! use shared_abi_layouts::{Layouts, compare};
//!
//! let guest = Layouts::parse("struct Point, size 4, align 4\n    x: i32, offset 0, size 4\n")?;
//! let host = Layouts::parse(
//!     "struct Point, size 8, align 4\n    x: i32, offset 0, size 4\n    y: i32, offset 4, size 4\n",
//! )?;
//! let changes = compare(&guest, &host);
//! assert_eq!(
//!     changes[0].with_labels("guest", "host").to_string(),
//!     "Point: guest 4 bytes, host 8; y: only in host",
//! );
//! # Ok::<(), shared_abi_layouts::NotationError>(())
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod compare;
mod configuration;
mod excerpt;
mod layouts;
mod lock;
mod notation;
mod one_line;

pub use compare::{FieldChange, ItemChange, Level, TypeChange, compare, differences, full_name, pairs};
pub use configuration::Configuration;
pub use layouts::{Conflict, Layouts};
pub use lock::{Entry, Lock, LockError};
pub use notation::{NotationError, NotationProblem};
pub use one_line::OneLine;
