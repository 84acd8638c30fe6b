//! What can be wrong with a guest's offset.

use core::fmt;

use shared_abi_model::bytes;

use crate::abi::InMemory;
use crate::invalid::Invalid;
use crate::layout::Kind;

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

/// A guest's offset that can't be followed, and why.
///
/// Its text says where: `Node.next -> 0x1_2340: 16 bytes end at 0x1_2350, past the 0x1_0000 bytes of linear
/// memory`.
///
/// ```
/// use shared_abi::{AccessError, LinearMemory, Ptr, Str};
///
/// let memory = LinearMemory::new(&[0, 2, 0xFF]);
/// let error = memory.get(Ptr::<bool>::new(1)).unwrap_err();
/// assert!(matches!(error, AccessError::InvalidValue { found: 2, .. }));
/// assert_eq!(error.to_string(), "bool at 0x1: byte 0 is 0x2, which is no `bool`");
/// let error = memory.str(Str::new(2, 1)).unwrap_err();
/// assert_eq!(error.to_string(), "str at 0x2: not UTF-8 after 0 bytes");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccessError {
    /// The pointer is null, where it must lead somewhere.
    #[non_exhaustive]
    Null {
        /// What was followed.
        target: Target,
    },
    /// What it points to isn't all in linear memory.
    #[non_exhaustive]
    OutOfBounds {
        /// What was followed.
        target: Target,
        /// Size in bytes of one element.
        size: u64,
        /// Bytes of linear memory.
        memory: u64,
    },
    /// The offset is no multiple of the type's alignment.
    #[non_exhaustive]
    Misaligned {
        /// What was followed.
        target: Target,
        /// The type's alignment in bytes.
        align: u64,
    },
    /// The bytes that the host gave as linear memory start at an address that isn't aligned enough for a
    /// reference: a `Vec<u8>`'s may, where [`AlignedBytes`](crate::AlignedBytes) helps. A runtime that maps whole pages,
    /// as wasmtime does, aligns its memory to all that a type can be; one that takes it from an allocator, as wasmi does,
    /// may align it to no more than 16, so that types with `align(32)` and more can only be copied there, with
    /// [`read`](crate::LinearMemory::read) and [`write`](crate::LinearMemoryMut::write).
    #[non_exhaustive]
    UnalignedMemory {
        /// What was followed.
        target: Target,
        /// The type's alignment in bytes.
        align: u64,
    },
    /// A slice has elements, but they have no bytes, so that a guest could claim any number of them.
    #[non_exhaustive]
    NoBytes {
        /// The slice.
        target: Target,
    },
    /// The bytes are invalid for the type: a `bool` of 2, a tag that no variant has.
    #[non_exhaustive]
    InvalidValue {
        /// What was followed.
        target: Target,
        /// Where the bad value stands, in bytes from the target's offset.
        at: u64,
        /// The field in which it stands.
        field: Option<&'static str>,
        /// The type for which it is invalid.
        expected: &'static str,
        /// The value found, zero-extended.
        found: u64,
    },
    /// The bytes of a string aren't UTF-8.
    #[non_exhaustive]
    InvalidUtf8 {
        /// What was followed.
        target: Target,
        /// How many bytes are.
        valid_up_to: usize,
    },
    /// A list or tree goes on past the caller's limit; it may be a cycle.
    #[non_exhaustive]
    LimitExceeded {
        /// The element past the limit.
        target: Target,
        /// The limit.
        limit: usize,
    },
    /// There is no element with this index.
    #[non_exhaustive]
    NoSuchElement {
        /// The slice.
        target: Target,
        /// The index.
        index: usize,
    },
    /// As many elements were to be written as the slice doesn't have.
    #[non_exhaustive]
    LengthMismatch {
        /// The slice.
        target: Target,
        /// How many were to be written.
        elements: usize,
    },
}

/// What a guest's offset was to lead to.
///
/// ```
/// use shared_abi::{LinearMemory, Slice};
///
/// let error = LinearMemory::new(&[0; 8]).slice(Slice::<u16>::new(4, 3)).unwrap_err();
/// let target = error.target();
/// assert_eq!((target.ty, target.offset, target.len), ("u16", 4, Some(3)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// The struct and field that hold the pointer, where one was followed.
    pub field: Option<(&'static str, &'static str)>,
    /// The name of the type that it points to.
    pub ty: &'static str,
    /// Bytes from the start of linear memory.
    pub offset: u32,
    /// The number of elements, of a slice or a string.
    pub len: Option<u32>,
}

/// The field through which a pointer was followed, for errors.
#[derive(Debug, PartialEq, Eq)]
pub struct Site {
    /// The name of the struct.
    pub ty: &'static str,
    /// The name of the field.
    pub field: &'static str,
}

impl Target {
    pub(super) fn new<T: InMemory>(site: Option<&'static Site>, offset: u32, len: Option<u32>) -> Self {
        Self {
            field: site.map(|site| (site.ty, site.field)),
            ty: T::NAME,
            offset,
            len,
        }
    }
}

impl AccessError {
    /// What was followed.
    #[must_use]
    pub const fn target(&self) -> &Target {
        match self {
            Self::Null { target }
            | Self::OutOfBounds { target, .. }
            | Self::Misaligned { target, .. }
            | Self::UnalignedMemory { target, .. }
            | Self::NoBytes { target }
            | Self::InvalidValue { target, .. }
            | Self::InvalidUtf8 { target, .. }
            | Self::LimitExceeded { target, .. }
            | Self::NoSuchElement { target, .. }
            | Self::LengthMismatch { target, .. } => target,
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn invalid<T: InMemory>(
        offset: u32,
        len: Option<u32>,
        site: Option<&'static Site>,
        invalid: Invalid,
    ) -> Self {
        let within = invalid.at.checked_rem(T::KNOWN.size).unwrap_or(0);
        Self::InvalidValue {
            target: Target::new::<T>(site, offset, len),
            at: invalid.at as u64,
            // An enum's payloads overlap, so that no one field holds the byte.
            field: match T::KNOWN.kind {
                Kind::Struct => T::KNOWN.field_at(within).map(|field| field.name),
                _ => None,
            },
            expected: invalid.expected,
            found: invalid.found,
        }
    }
}

/// A number in hex, its digits in groups of four: `0x1_2340`.
struct Hex(u64);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = (0..4).rev().map(|i| (self.0 >> (16 * i)) & 0xFFFF);
        let mut groups = groups.skip_while(|group| *group == 0);
        write!(f, "{:#x}", groups.next().unwrap_or(0))?;
        groups.try_for_each(|group| write!(f, "_{group:04x}"))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = Hex(self.offset.into());
        match (self.field, self.len) {
            (Some((ty, field)), _) => write!(f, "{ty}.{field} -> {offset}"),
            (None, Some(_)) if self.ty != "str" => write!(f, "[{}] at {offset}", self.ty),
            (None, _) => write!(f, "{} at {offset}", self.ty),
        }
    }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.target();
        write!(f, "{target}: ")?;
        match self {
            Self::Null { .. } => match target.len {
                Some(len) => write!(f, "a null pointer with a length of {len}"),
                None => f.write_str("a null pointer"),
            },
            Self::OutOfBounds { size, memory, .. } => {
                let count = target.len.map_or(1, u64::from);
                let end = u64::from(target.offset).saturating_add(count.saturating_mul(*size));
                if target.len.is_some() && *size != 1 {
                    write!(f, "{count} × ")?;
                }
                let shown = if *size == 1 { count } else { *size };
                let (end, memory) = (Hex(end), Hex(*memory));
                let end_at = if shown == 1 { "ends at" } else { "end at" };
                write!(
                    f,
                    "{shown} {} {end_at} {end}, past the {memory} bytes of linear memory",
                    bytes(shown)
                )
            }
            Self::Misaligned { align, .. } => {
                write!(
                    f,
                    "`{}` must be at a multiple of {align} {}",
                    target.ty,
                    bytes(*align)
                )
            }
            Self::UnalignedMemory { align, .. } => write!(
                f,
                "the host's bytes of linear memory don't start at a multiple of the {align} {} to which \
                 `{}` is aligned",
                bytes(*align),
                target.ty,
            ),
            Self::NoBytes { .. } => write!(
                f,
                "{} elements without bytes; a slice's elements need a size, or a guest could claim any number of them",
                target.len.unwrap_or(1)
            ),
            Self::InvalidValue {
                at,
                field,
                expected,
                found,
                ..
            } => {
                write!(f, "byte {at} ")?;
                if let Some(field) = field {
                    write!(f, "(`{field}`) ")?;
                }
                write!(f, "is {}, which is no `{expected}`", Hex(*found))
            }
            Self::InvalidUtf8 { valid_up_to, .. } => {
                write!(f, "not UTF-8 after {valid_up_to} {}", bytes(*valid_up_to as u64))
            }
            Self::LimitExceeded { limit, .. } => {
                write!(
                    f,
                    "more than the limit of {limit} elements; the list may be a cycle"
                )
            }
            Self::NoSuchElement { index, .. } => {
                write!(f, "no element {index} in a slice of {}", target.len.unwrap_or(1))
            }
            Self::LengthMismatch { elements, .. } => {
                write!(
                    f,
                    "{elements} elements for a slice of {}",
                    target.len.unwrap_or(1)
                )
            }
        }
    }
}

/// The same text, since that is what `unwrap`, `expect` and `main` print.
impl fmt::Debug for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for AccessError {}
