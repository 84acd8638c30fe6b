//! The ledger: the blocks of a guest's memory that the host holds.

use std::collections::BTreeMap;

use crate::block::Extent;
use crate::error::GuestError;

/// The blocks that the host holds: offset, then size and alignment. None is empty, and no two overlap.
#[derive(Default)]
pub(crate) struct Ledger {
    held: BTreeMap<u32, (u64, u32)>,
}

impl Ledger {
    /// Notes a block that has been checked and isn't empty.
    ///
    /// # Errors
    /// If it lies over one that the host holds.
    pub(crate) fn hold(&mut self, block: Extent) -> Result<(), GuestError> {
        let Extent { offset, size, align } = block;
        let end = u64::from(offset) + size;
        // Since no two held blocks overlap, of those that start before `end` the last one is also the last to end.
        let last = u32::try_from(end - 1).unwrap_or(u32::MAX);
        if let Some((&held_offset, &(held_size, _))) = self.held.range(..=last).next_back()
            && u64::from(held_offset) + held_size > u64::from(offset)
        {
            return Err(GuestError::BlockOverlaps {
                offset,
                size,
                held_offset,
                held_size,
            });
        }
        self.held.insert(offset, (size, align));
        Ok(())
    }

    /// Forgets a block.
    ///
    /// # Errors
    /// If the host doesn't hold one there, or holds another one.
    pub(crate) fn release(&mut self, block: Extent) -> Result<(), GuestError> {
        let Extent { offset, size, align } = block;
        match self.held.get(&offset) {
            None => Err(GuestError::BlockNotHeld { offset, size }),
            Some(&(held_size, held_align)) if (held_size, held_align) != (size, align) => {
                Err(GuestError::BlockDiffers {
                    offset,
                    size,
                    align,
                    held_size,
                    held_align,
                })
            }
            Some(_) => {
                self.held.remove(&offset);
                Ok(())
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }
}
