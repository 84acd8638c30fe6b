//! The layouts that a guest of [`shared-abi`](shared_abi) carries with it, read from its .wasm and held against the
//! host's own, before any of its code runs.
//!
//! A guest and its host are compiled apart, often weeks apart. [`shared_abi::manifest!`] puts the layouts of a guest's
//! types into its .wasm. The host says with [`Expect`] which types it relies on. A guest that was built from others
//! doesn't start; the error shows, field by field, what each side has.
//!
//! ```
//! use shared_abi::{Ptr, SharedAbi};
//! use shared_abi_manifest::{Expect, ManifestError};
//!
//! #[derive(SharedAbi)]
//! #[repr(C)]
//! pub struct Batch { seq: u32, samples: Ptr<Sample> }
//!
//! #[derive(SharedAbi)]
//! #[repr(C)]
//! pub struct Sample { at: u32, value: f64 }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let expect = Expect::types::<Batch>(); // and with it Sample
//!
//! // A guest from before `Sample.value` became an `f64`.
//! # let body = "struct Batch, size 16, align 8\n    seq: u32, offset 0, size 4\n    samples: Ptr<Sample>, offset 8, size 8\n\
//! #     struct Sample, size 8, align 4\n    at: u32, offset 0, size 4\n    value: f32, offset 4, size 4\n";
//! # let record = shared_abi_manifest::record(body);
//! # let record = record.replace('"', "\\\"").replace('\n', "\\n");
//! # let wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\"))"))?;
//! let error = expect.check_wasm(&wasm).unwrap_err();
//! let ManifestError::Mismatch(mismatch) = &error else { panic!("{error}") };
//! assert_eq!(
//!     mismatch.to_string(),
//!     "Sample: guest 8 bytes, host 16; align 4 → 8; value: f32 → f64, offset 4 → 8",
//! );
//! # Ok(())
//! # }
//! ```
//!
//! It works with every runtime, since all that it needs is the .wasm: its bytes ([`Expect::check_wasm`]), or a file
//! of any size ([`Manifest::open`]), of which only the heads of its sections and the manifest are read.
//!
//! # What may differ
//!
//! A type that both sides have must be the same: size, alignment, and each field's name, type and offset; each
//! variant's name and value. A struct with `#[shared_abi(extensible)]` may have gained fields at its end:
//!
//! | the guest's struct | not extensible | extensible |
//! |---|---|---|
//! | is the same | agreed | agreed |
//! | is older: it lacks fields at the end that the host marks as added | refused | agreed: those are `None` to the host |
//! | is newer: it has more fields at the end, marked as added | refused | agreed: the host reads those that it knows |
//! | lacks a field that the host doesn't mark as added | refused | refused |
//! | has a field inserted, moved, renamed or of another type | refused | refused |
//! | is extensible on one side only | refused | refused |
//!
//! [`Compatibility`] tells how much of an extensible type the guest has. The types that only the guest has don't matter to
//! the host.
//!
//! # Trust
//!
//! The .wasm isn't trusted. Whatever it holds, reading it ends in a [`ManifestError`] or in layouts, in time in
//! proportion to the number of its sections, and in a few megabytes of memory; never in a panic. A guest may also
//! lie: its manifest isn't the code that it runs. So the manifest replaces no check on memory; it tells honest
//! people of a mistake, early and in words.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod error;
mod expect;
mod manifest;
mod record;
mod section;

pub use error::{ManifestError, Mismatch};
pub use expect::{Compatibility, Expect};
pub use manifest::Manifest;
pub use record::record;

/// The former name of [`Compatibility`].
#[deprecated(note = "it is called `Compatibility`")]
pub type Agreed = Compatibility;
