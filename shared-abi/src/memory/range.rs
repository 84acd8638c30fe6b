//! The one range check.

use super::error::{AccessError, Target};
use super::size::Size;
use crate::abi::InMemory;
use crate::pointer::Site;
use shared_abi_model::Text;

/// Bytes of the largest linear memory: its offsets are of 32 bits, however many bytes the host has.
pub(super) const LARGEST: u64 = 1 << 32;

/// What is to be found in linear memory.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) offset: u32,
    /// The number of elements, of a slice.
    pub(super) len: Option<u32>,
    pub(super) site: Option<&'static Site>,
}

impl Wanted {
    #[inline]
    pub(super) const fn one(offset: u32, site: Option<&'static Site>) -> Self {
        Self {
            offset,
            len: None,
            site,
        }
    }

    #[inline]
    pub(super) const fn many((offset, len): (u32, u32), site: Option<&'static Site>) -> Self {
        Self {
            offset,
            len: Some(len),
            site,
        }
    }

    /// How `T`s are to be reached.
    #[inline]
    pub(super) fn target<T: InMemory>(self) -> Target {
        Target::new::<T>(self.site, self.offset, self.len)
    }
}

/// Checks that the wanted `T`s lie in linear memory, not at null, and at a multiple of their alignment
/// both in linear memory and, since `base` is where its bytes start on the host, there.
///
/// `base` is 0 where no reference is made, but bytes are copied. Returns the index of the first byte.
///
/// It promises that the range ends at 2^32 at most, and that each element of a slice has bytes, so that there are no
/// more of them than memory has bytes. All arithmetic on offsets and lengths that comes after it relies on that.
#[inline]
pub(super) fn check<T: InMemory>(memory: usize, base: usize, wanted: Wanted) -> Result<usize, AccessError> {
    const { assert_sized::<T>() };
    // usize is 64 bits on every host (and on wasm32 fits into 64).
    let (memory, base) = ((memory as u64).min(LARGEST), base as u64);
    let (size, align) = (T::KNOWN.size as u64, T::KNOWN.align as u64);
    let offset = u64::from(wanted.offset);
    let end = range_end(wanted.offset, wanted.len.unwrap_or(1), size);
    let in_bounds = matches!(end, Some(end) if end <= memory);
    let countless = size == 0 && matches!(wanted.len, Some(1..));
    if offset == 0 || !in_bounds || (base | offset) & (align - 1) != 0 || countless {
        return Err(fault::<T>(memory, base, wanted, in_bounds));
    }
    Ok(wanted.offset as usize)
}

/// Where `len` elements of `size` bytes end that start at `offset`, or `None` past 2^64.
#[inline]
pub(crate) const fn range_end(offset: u32, len: u32, size: u64) -> Option<u64> {
    match (len as u64).checked_mul(size) {
        Some(bytes) => bytes.checked_add(offset as u64),
        None => None,
    }
}

/// Asserts that the size of a `T` is the guest's too.
const fn assert_sized<T: InMemory>() {
    if !<T::Size as Size>::IS_FIXED {
        let text = Text::new()
            .quoted(T::NAME)
            .text(" is extensible: only the guest knows its size; ");
        let text = text
            .text("the host can read it through a pointer (`LinearMemory::get`), and neither write it nor ");
        panic!("{}", text.text("step over several of them").as_str());
    }
}

/// Which of the conditions failed.
#[cold]
#[inline(never)]
fn fault<T: InMemory>(memory: u64, base: u64, wanted: Wanted, in_bounds: bool) -> AccessError {
    let target = wanted.target::<T>();
    let (size, align) = (T::KNOWN.size as u64, T::KNOWN.align as u64);
    if wanted.offset == 0 {
        AccessError::Null { target }
    } else if !in_bounds {
        AccessError::OutOfBounds { target, size, memory }
    } else if u64::from(wanted.offset) & (align - 1) != 0 {
        AccessError::Misaligned { target, align }
    } else if base & (align - 1) != 0 {
        AccessError::UnalignedMemory { target, align }
    } else {
        AccessError::NoBytes { target }
    }
}

/// Where a part of a checked value stands, `distance` bytes from where the value does.
///
/// Since the value ends at 2^32 at most, that is an offset too; but a part without bytes may stand at 2^32 itself, which
/// is 0, as it is to the guest.
#[inline]
pub(super) const fn part(offset: u32, distance: usize) -> u32 {
    offset.wrapping_add(distance as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDGES: [u64; 6] = [
        LARGEST,
        LARGEST - 1,
        LARGEST - 8,
        LARGEST + 1,
        LARGEST + 8,
        1 << 33,
    ];

    /// Whether the check lets `wanted` pass, in a memory of which it is only told the length, says what follows from that.
    fn promise<T: InMemory>() {
        let size = T::KNOWN.size as u64;
        let counts = [None, Some(0), Some(1), Some(2), Some(3), Some(u32::MAX)];
        for (memory, len) in EDGES.iter().flat_map(|memory| counts.map(|len| (*memory, len))) {
            let bytes = u128::from(len.unwrap_or(1)) * u128::from(size);
            for end in EDGES.map(u128::from) {
                let Some(offset) = end
                    .checked_sub(bytes)
                    .and_then(|offset| u32::try_from(offset).ok())
                else {
                    continue;
                };
                let wanted = Wanted {
                    offset,
                    len,
                    site: None,
                };
                let passes = end <= u128::from(memory)
                    && end <= 1 << 32
                    && offset > 0
                    && u64::from(offset).is_multiple_of(T::KNOWN.align as u64)
                    && (size > 0 || len.unwrap_or(0) == 0);
                let host_memory = usize::try_from(memory).unwrap();
                let result = check::<T>(host_memory, 0, wanted);
                assert_eq!(
                    result.is_ok(),
                    passes,
                    "{offset:#x} × {len:?} in {memory:#x}: {result:?}"
                );
                if let Err(AccessError::OutOfBounds { memory, .. }) = result {
                    assert!(u128::from(memory) < end, "its text must be true");
                }
            }
        }
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn nothing_that_passes_ends_past_the_last_offset() {
        promise::<u8>();
        promise::<u64>();
        promise::<[u16; 3]>();
        promise::<[u64; 0]>();
        promise::<[u8; 1 << 31]>();
        promise::<[u8; u32::MAX as usize]>();
        promise::<[u8; 1 << 32]>();
        promise::<[bool; (1 << 32) + 1]>();
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn a_part_at_the_very_end_wraps_as_the_guests_address_does() {
        assert_eq!(part(16, 8), 24);
        assert_eq!(part(u32::MAX - 7, 7), u32::MAX);
        assert_eq!(part(u32::MAX - 7, 8), 0);
        assert_eq!(part(1, (1 << 32) - 1), 0);
    }
}
