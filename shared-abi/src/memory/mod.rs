//! Following a pointer through linear memory.
//!
//! The guest is untrusted: each offset, length and value that it wrote is checked once, when it is
//! followed, and a reference to what it names then lives as long as the borrow of the memory's bytes.
//!
//! The files use each other in one direction, which `tests/rooms.rs` holds: `range` is the check, `linear` the memory; `view`,
//! `view_mut` and `slice` are what a check makes; `read`, `write`, `list`, `prefix`, `resolve_mut` and `leads` ask for it. The
//! way of a pointer, step by step, stands in `read`.

mod aligned;
mod borrow;
mod error;
mod leads;
mod linear;
mod list;
mod prefix;
mod range;
mod read;
mod resolve_mut;
mod size;
mod slice;
mod store;
mod view;
mod view_mut;
mod write;

pub use aligned::AlignedBytes;
pub use borrow::FromView;
pub use error::{Access, AccessError, Site, Target};
pub use leads::{Accessed, AccessedMut, Here, Leads, There};
pub use linear::{LinearMemory, LinearMemoryMut};
pub use list::List;
pub use prefix::{DescribesHead, Extensible, HeadView, Prefix};
pub(crate) use range::end_in;
pub use resolve_mut::ResolveMut;
pub use size::{Fixed, FixedSize, OpenSize, Size};
pub use slice::{CheckedSlice, Elements, SliceView, SliceViewMut};
pub use view::{ArrayView, View};
pub use view_mut::ViewMut;
pub use write::ValueOf;
