//! Following a pointer through linear memory.
//!
//! The guest is untrusted: each offset, length and value that it wrote is checked once, when it is
//! followed, and a reference to what it names then lives as long as the borrow of the memory's bytes.

mod aligned;
mod borrow;
mod error;
mod linear;
mod linear_mut;
mod list;
mod prefix;
mod range;
mod size;
mod slice;
mod view;
mod view_mut;

pub use aligned::AlignedBytes;
pub use borrow::{Accessed, AccessedMut, FromView, Here, Leads, There};
pub use error::{AccessError, Target};
pub use linear::LinearMemory;
pub use linear_mut::{LinearMemoryMut, ValueOf};
pub use list::List;
pub use prefix::{DescribesHead, Extensible, HeadView, Prefix};
pub(crate) use range::range_end;
pub use size::{Fixed, FixedSize, OpenSize, Size};
pub use slice::{CheckedSlice, Elements, SlicePlace, SliceView};
pub use view::{ArrayView, View};
pub use view_mut::ViewMut;

/// The result of following a guest's offset.
///
/// ```
/// use shared_abi::{Access, LinearMemory, Ptr};
///
/// fn answer(memory: LinearMemory<'_>) -> Access<u8> {
///     Ok(*memory.get(Ptr::<u8>::new(1))? + 1)
/// }
/// assert_eq!(answer(LinearMemory::new(&[0, 41])), Ok(42));
/// ```
pub type Access<T> = Result<T, AccessError>;
