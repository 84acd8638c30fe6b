//! `Range`: what a guest's offset and length name, and the one check of it.

use shared_abi_model::Text;

use super::error::{Access, AccessError, Site, Target};
use super::size::Size;
use crate::abi::{InMemory, validate_elements, value_of};
use crate::invalid::Invalid;

/// Bytes of the largest linear memory: its offsets are of 32 bits, however many bytes the host has.
const LARGEST: u64 = 1 << 32;

/// Where values stand in linear memory, as the guest says: nothing is known of it until one of its checks has passed.
#[derive(Clone, Copy)]
pub(super) struct Range {
    offset: u32,
    /// The number of elements, of a slice.
    len: Option<u32>,
    site: Option<&'static Site>,
}

impl Range {
    /// The range of one value.
    #[inline]
    pub(super) const fn one(offset: u32, site: Option<&'static Site>) -> Self {
        Self {
            offset,
            len: None,
            site,
        }
    }

    /// The range of a slice.
    #[inline]
    pub(super) const fn many((offset, len): (u32, u32), site: Option<&'static Site>) -> Self {
        Self {
            offset,
            len: Some(len),
            site,
        }
    }

    /// The range of a `T` that stands `distance` bytes behind where `offset` leads, which may be past the last offset.
    #[inline]
    pub(super) fn behind<T: InMemory>(
        memory: &[u8],
        offset: u32,
        distance: usize,
        site: &'static Site,
    ) -> Access<Self> {
        let own = u32::try_from(distance).ok();
        match own.and_then(|distance| offset.checked_add(distance)) {
            Some(own) => Ok(Self::one(own, Some(site))),
            None => Err(past_the_end::<T>(memory, offset, distance, site)),
        }
    }

    /// How many values there are.
    #[inline]
    pub(super) const fn count(self) -> u32 {
        match self.len {
            Some(len) => len,
            None => 1,
        }
    }

    /// Whether this is the null slice, which is empty wherever it leads.
    #[inline]
    pub(super) const fn is_null_slice(self) -> bool {
        self.offset == 0 && matches!(self.len, Some(0))
    }

    /// How it is named in errors, as `T`s.
    #[inline]
    pub(super) fn target<T: InMemory>(self) -> Target {
        Target::new::<T>(self.site, self.offset, self.len)
    }

    /// Where the `T`s start in `memory`, if there may be a reference to them.
    ///
    /// # Errors
    /// If the range isn't one of `memory`, if the host's bytes aren't aligned, or if they are invalid for a `T`.
    #[inline]
    pub(super) fn check_borrow<T: InMemory>(self, memory: &[u8]) -> Access<usize> {
        let start = self.locate::<T>(memory.len(), memory.as_ptr().addr())?;
        match validate::<T>(memory, start, self.len) {
            Ok(()) => Ok(start),
            Err(invalid) => Err(self.invalid::<T>(invalid)),
        }
    }

    /// A copy of the `T` in `memory`; the host's bytes need no alignment.
    ///
    /// # Errors
    /// If the range isn't one of `memory`, or if the bytes are invalid for a `T`.
    #[inline]
    pub(super) fn read<T: InMemory>(self, memory: &[u8]) -> Access<T> {
        let start = self.locate::<T>(memory.len(), 0)?;
        value_of(&memory[start..start + size_of::<T>()]).map_err(|invalid| self.invalid::<T>(invalid))
    }

    /// Where `T`s may be written in `memory`, whatever stands there; the host's bytes need no alignment.
    ///
    /// # Errors
    /// If the range isn't one of `memory`.
    #[inline]
    pub(super) fn check_write<T: InMemory>(self, memory: &[u8]) -> Access<usize> {
        self.locate::<T>(memory.len(), 0)
    }

    /// Where the `T`s start, if they lie in linear memory, not at null, and at a multiple of their alignment both there
    /// and on the host, where the bytes of linear memory start at `base`.
    ///
    /// The range ends at 2^32 at most, and each element of a slice has bytes, so that there are no more of them than
    /// memory has bytes. All arithmetic on offsets and lengths that comes after it relies on that.
    #[inline]
    fn locate<T: InMemory>(self, memory: usize, base: usize) -> Access<usize> {
        const { assert_sized::<T>() };
        // usize is 64 bits on every host (and on wasm32 fits into 64).
        let (memory, base) = (memory as u64, base as u64);
        let (size, align) = (T::KNOWN.size as u64, T::KNOWN.align as u64);
        let offset = u64::from(self.offset);
        let out_of_bounds = end_in(memory, self.offset, self.count(), size).is_none();
        let countless = size == 0 && matches!(self.len, Some(1..));
        if offset == 0 || out_of_bounds || (base | offset) & (align - 1) != 0 || countless {
            return Err(fault::<T>(self.offset, self.len, self.site, memory, base));
        }
        Ok(self.offset as usize)
    }

    /// The error of bytes that are invalid for a `T`.
    #[cold]
    fn invalid<T: InMemory>(self, invalid: Invalid) -> AccessError {
        AccessError::invalid::<T>(self.offset, self.len, self.site, invalid)
    }
}

/// Validates the `T`s at `start`, whose range has been checked.
#[inline]
fn validate<T: InMemory>(memory: &[u8], start: usize, len: Option<u32>) -> Result<(), Invalid> {
    if T::FACTS.any_bits {
        return Ok(());
    }
    let size = T::KNOWN.size;
    match len {
        None => T::validate(&memory[start..start + size]),
        Some(len) => validate_elements::<T>(&memory[start..start + len as usize * size]),
    }
}

/// The one range check: where `len` elements of `size` bytes end that start at `offset`, or `None` if not all of them lie in
/// a memory of this many bytes.
///
/// It promises an end of 2^32 at most, however large `memory` is. It is in `u64` throughout.
#[inline]
pub(crate) const fn end_in(memory: u64, offset: u32, len: u32, size: u64) -> Option<u64> {
    let memory = if memory < LARGEST { memory } else { LARGEST };
    let Some(bytes) = (len as u64).checked_mul(size) else {
        return None;
    };
    match bytes.checked_add(offset as u64) {
        Some(end) if end <= memory => Some(end),
        _ => None,
    }
}

/// Which of the conditions failed. (In parts, a range stays in registers where none did.)
#[cold]
#[inline(never)]
fn fault<T: InMemory>(
    offset: u32,
    len: Option<u32>,
    site: Option<&'static Site>,
    memory: u64,
    base: u64,
) -> AccessError {
    let target = Target::new::<T>(site, offset, len);
    let (size, align) = (T::KNOWN.size as u64, T::KNOWN.align as u64);
    if offset == 0 {
        AccessError::Null { target }
    } else if end_in(memory, offset, len.unwrap_or(1), size).is_none() {
        let memory = memory.min(LARGEST);
        AccessError::OutOfBounds { target, size, memory }
    } else if u64::from(offset) & (align - 1) != 0 {
        AccessError::Misaligned { target, align }
    } else if base & (align - 1) != 0 {
        AccessError::UnalignedMemory { target, align }
    } else {
        AccessError::NoBytes { target }
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

/// The error of a `T` past the last offset, `distance` bytes from where its struct stands.
#[cold]
fn past_the_end<T: InMemory>(
    memory: &[u8],
    offset: u32,
    distance: usize,
    site: &'static Site,
) -> AccessError {
    AccessError::OutOfBounds {
        target: Target::new::<T>(Some(site), offset, None),
        size: (distance + T::KNOWN.size) as u64,
        memory: (memory.len() as u64).min(LARGEST),
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

    /// Whether the check lets a range pass, in a memory of which it is only told the length, says what follows from that.
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
                let range = Range {
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
                let result = range.locate::<T>(host_memory, 0);
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
