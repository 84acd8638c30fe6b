//! The one range check.

use super::error::{AccessError, Target};
use crate::abi::AbiType;
use crate::pointer::Site;
use crate::text::Text;

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
    pub(super) fn target<T: AbiType>(self) -> Target {
        Target::new::<T>(self.site, self.offset, self.len)
    }
}

/// Checks that the wanted `T`s lie in linear memory, not at null, and at a multiple of their alignment
/// both in linear memory and, since `base` is where its bytes start on the host, there.
///
/// `base` is 0 where no reference is made, but bytes are copied. Returns the index of the first byte.
#[inline]
pub(super) fn check<T: AbiType>(memory: usize, base: usize, wanted: Wanted) -> Result<usize, AccessError> {
    const { assert_sized::<T>() };
    // usize is 64 bits on every host (and on wasm32 fits into 64).
    let (memory, base) = (memory as u64, base as u64);
    let (size, align) = (T::LAYOUT.size as u64, T::LAYOUT.align as u64);
    let offset = u64::from(wanted.offset);
    let end = match wanted.len {
        None => offset.checked_add(size),
        Some(len) => u64::from(len)
            .checked_mul(size)
            .and_then(|bytes| bytes.checked_add(offset)),
    };
    let in_bounds = matches!(end, Some(end) if end <= memory);
    if offset == 0 || !in_bounds || (base | offset) & (align - 1) != 0 {
        return Err(fault::<T>(memory, wanted, in_bounds));
    }
    Ok(wanted.offset as usize)
}

/// Asserts that the size of a `T` is the guest's too.
const fn assert_sized<T: AbiType>() {
    if T::EXTENSIBLE {
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
fn fault<T: AbiType>(memory: u64, wanted: Wanted, in_bounds: bool) -> AccessError {
    let target = wanted.target::<T>();
    let (size, align) = (T::LAYOUT.size as u64, T::LAYOUT.align as u64);
    if wanted.offset == 0 {
        AccessError::Null { target }
    } else if !in_bounds {
        AccessError::OutOfBounds { target, size, memory }
    } else if u64::from(wanted.offset) & (align - 1) != 0 {
        AccessError::Misaligned { target, align }
    } else {
        AccessError::UnalignedMemory { target, align }
    }
}
