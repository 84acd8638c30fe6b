//! What is known of a type's size: the host writes, copies and steps over what has the same for every guest.

/// The size of a type that no guest has another of: [`InMemory::Size`](crate::InMemory::Size) of all but the extensible types.
///
/// ```
/// use shared_abi::{Access, FixedSize, InMemory, LinearMemoryMut, Ptr};
///
/// fn store<T: InMemory<Size = FixedSize>>(mut memory: LinearMemoryMut<'_>, place: Ptr<T>, value: &T) -> Access<()> {
///     memory.write(place, value)
/// }
/// let mut bytes = [0; 4];
/// assert_eq!(store(LinearMemoryMut::new(&mut bytes), Ptr::new(1), &7_u8), Ok(()));
/// ```
pub enum FixedSize {}

/// The size of an [`Extensible`](crate::Extensible) type, which only the guest knows.
pub enum OpenSize {}

/// Holds for [`FixedSize`], whatever `T` is: as a bound on `T::Size` it asks for a `T` that the host can write,
/// copy and step over.
///
/// Generic code writes `T: AbiType`, from which it follows.
#[diagnostic::on_unimplemented(
    message = "`{T}` is extensible: only the guest knows its size",
    label = "the host can read one, by `LinearMemory::get`, but neither write nor copy it, nor step over several"
)]
pub trait Fixed<T> {}

#[diagnostic::do_not_recommend]
impl<T> Fixed<T> for FixedSize {}

/// What is known of a size.
pub trait Size {
    /// Whether it is the same for every guest.
    const IS_FIXED: bool;
}

impl Size for FixedSize {
    const IS_FIXED: bool = true;
}

impl Size for OpenSize {
    const IS_FIXED: bool = false;
}
