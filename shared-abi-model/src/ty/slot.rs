//! `Slot`: what stands in memory for a pointer, a function or an object.

use crate::text::same;

/// What stands in memory for a pointer, a function or an object.
///
/// ```
/// use shared_abi_model::Slot;
///
/// assert_eq!((Slot::Slice32.name(), Slot::Slice32.size(), Slot::Slice32.align()), ("Slice32", 8, 4));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Slot {
    /// To one value.
    Ptr,
    /// To one value, writable.
    PtrMut,
    /// To several values.
    Slice,
    /// To several values, writable.
    SliceMut,
    /// To UTF-8.
    Str,
    /// To one value, in 4 bytes.
    Ptr32,
    /// To several values, in 8 bytes.
    Slice32,
    /// To one value, from its own address.
    RelPtr,
    /// A function of the guest.
    FnPtr,
    /// An object of the host.
    Handle,
}

impl Slot {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Ptr,
        Self::PtrMut,
        Self::Slice,
        Self::SliceMut,
        Self::Str,
        Self::Ptr32,
        Self::Slice32,
        Self::RelPtr,
        Self::FnPtr,
        Self::Handle,
    ];

    /// As the library calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ptr => "Ptr",
            Self::PtrMut => "PtrMut",
            Self::Slice => "Slice",
            Self::SliceMut => "SliceMut",
            Self::Str => "Str",
            Self::Ptr32 => "Ptr32",
            Self::Slice32 => "Slice32",
            Self::RelPtr => "RelPtr",
            Self::FnPtr => "FnPtr",
            Self::Handle => "Handle",
        }
    }

    /// Size in bytes.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Ptr | Self::PtrMut | Self::Slice32 | Self::FnPtr | Self::Handle => 8,
            Self::Slice | Self::SliceMut | Self::Str => 16,
            Self::Ptr32 | Self::RelPtr => 4,
        }
    }

    /// Alignment in bytes.
    #[must_use]
    pub const fn align(self) -> usize {
        match self {
            Self::Ptr32 | Self::Slice32 | Self::RelPtr => 4,
            _ => 8,
        }
    }

    pub(super) const fn of(name: &str) -> Option<Self> {
        let mut i = 0;
        while i < Self::ALL.len() {
            if same(Self::ALL[i].name(), name) {
                return Some(Self::ALL[i]);
            }
            i += 1;
        }
        None
    }
}
