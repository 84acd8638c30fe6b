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

/// What a [`Slot`] leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// One value in linear memory.
    ToOne,
    /// Several values in linear memory.
    ToMany,
    /// UTF-8 in linear memory.
    ToText,
    /// A function or an object, by a name that only its owner can follow.
    Nowhere,
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

    /// What it leads to.
    #[must_use]
    pub const fn leads(self) -> Leads {
        match self {
            Self::Ptr | Self::PtrMut | Self::Ptr32 | Self::RelPtr => Leads::ToOne,
            Self::Slice | Self::SliceMut | Self::Slice32 => Leads::ToMany,
            Self::Str => Leads::ToText,
            Self::FnPtr | Self::Handle => Leads::Nowhere,
        }
    }

    /// Whether the host may write what it leads to.
    #[must_use]
    pub const fn is_writable(self) -> bool {
        match self {
            Self::PtrMut | Self::Ptr32 | Self::RelPtr | Self::SliceMut | Self::Slice32 => true,
            Self::Ptr | Self::Slice | Self::Str | Self::FnPtr | Self::Handle => false,
        }
    }

    /// Whether its type has an argument: all have but `Str`.
    #[must_use]
    pub const fn has_argument(self) -> bool {
        !matches!(self, Self::Str)
    }

    /// The slot of this name.
    ///
    /// ```
    /// assert_eq!(shared_abi_model::Slot::of("RelPtr"), Some(shared_abi_model::Slot::RelPtr));
    /// ```
    #[must_use]
    pub const fn of(name: &str) -> Option<Self> {
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
