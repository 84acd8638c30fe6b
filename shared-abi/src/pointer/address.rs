//! The addresses of guest code as offsets.
//!
//! On wasm32 they are the same thing. On a 64-bit host, where guest code is type-checked and its unit tests run, an
//! address has no place in a slot and must never get into a guest's memory: an offset is a ticket there, the number
//! of an entry in a table that only this module can look up.

pub(crate) use space::{extent_at, offset_of, pointer_at};

/// What a slot's pointer may be used for, so that two slots of one address keep apart what they may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// How many bytes it leads to.
    pub(crate) bytes: usize,
    /// Whether they may be written.
    pub(crate) writable: bool,
}

impl Reach {
    pub(crate) const fn read<T>(len: usize) -> Self {
        Self {
            bytes: size_of::<T>().saturating_mul(len),
            writable: false,
        }
    }

    pub(crate) const fn write<T>(len: usize) -> Self {
        Self {
            writable: true,
            ..Self::read::<T>(len)
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod space {
    use core::arch::wasm32;

    use super::Reach;

    /// Bytes in a page of linear memory.
    const PAGE: u64 = 65536;

    #[inline]
    pub(crate) fn offset_of(pointer: *const (), _: Reach) -> u32 {
        pointer.expose_provenance() as u32
    }

    #[inline]
    pub(crate) fn pointer_at(offset: u32) -> *const () {
        core::ptr::with_exposed_provenance(offset as usize)
    }

    /// How many bytes there are from `offset` on.
    #[inline]
    pub(crate) fn extent_at(offset: u32) -> u64 {
        (wasm32::memory_size(0) as u64 * PAGE).saturating_sub(u64::from(offset))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod space {
    use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

    use super::Reach;

    /// As many as fit into the uppermost 16 MiB of the 32-bit range, which next to no guest's memory has: a ticket that
    /// strays into a guest's memory leads nowhere there.
    const ENTRIES: usize = if cfg!(miri) { 1 << 12 } else { 1 << 20 };

    /// From one ticket to the next: each is aligned as an allocation is.
    const STEP: u32 = 16;

    /// The ticket of the first entry; the last one's ends before 2^32.
    const FIRST: u32 = u32::MAX - ENTRIES as u32 * STEP + 1;

    /// An address that no program has, with an offset in its lower half: what an offset that is no ticket leads to.
    const NOWHERE: u64 = 0xFFFF_8000_0000_0000;

    struct Entry {
        /// Null if it is free.
        pointer: AtomicPtr<()>,
        bytes: AtomicUsize,
        writable: AtomicBool,
    }

    static TABLE: [Entry; ENTRIES] = [const {
        Entry {
            pointer: AtomicPtr::new(core::ptr::null_mut()),
            bytes: AtomicUsize::new(0),
            writable: AtomicBool::new(false),
        }
    }; ENTRIES];

    /// Held while an entry is looked for or taken.
    static BUSY: AtomicBool = AtomicBool::new(false);

    /// The ticket of an address: the same one each time.
    ///
    /// # Panics
    /// If there are more different addresses than entries.
    pub(crate) fn offset_of(pointer: *const (), reach: Reach) -> u32 {
        let address = pointer.addr() as u64;
        if address == 0 || address & !u64::from(u32::MAX) == NOWHERE {
            return address as u32;
        }
        while BUSY.swap(true, Ordering::Acquire) {
            core::hint::spin_loop();
        }
        let found = entry(pointer, reach);
        if let Some(index) = found {
            let entry = &TABLE[index];
            entry.bytes.store(reach.bytes, Ordering::Relaxed);
            entry.writable.store(reach.writable, Ordering::Relaxed);
            // Always the latest: the allocation that had this address before may be gone.
            entry.pointer.store(pointer.cast_mut(), Ordering::Release);
        }
        BUSY.store(false, Ordering::Release);
        match found {
            Some(index) => FIRST + index as u32 * STEP,
            None => panic!(
                "guest code that runs on the host can make slots of {ENTRIES} different addresses, and no more"
            ),
        }
    }

    /// The entry of an address, or a free one.
    fn entry(pointer: *const (), reach: Reach) -> Option<usize> {
        // Multiplied by the golden ratio, as a fraction of 2^64: it spreads addresses that differ in a few bits.
        let hash = (pointer.addr() as u64 ^ (reach.bytes as u64) << 48).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let first = (hash >> (u64::BITS - ENTRIES.trailing_zeros())) as usize;
        (0..ENTRIES).map(|step| (first + step) % ENTRIES).find(|&index| {
            let entry = &TABLE[index];
            let taken = entry.pointer.load(Ordering::Relaxed);
            let own = Reach {
                bytes: entry.bytes.load(Ordering::Relaxed),
                writable: entry.writable.load(Ordering::Relaxed),
            };
            taken.is_null() || taken.addr() == pointer.addr() && own == reach
        })
    }

    fn ticket(offset: u32) -> Option<&'static Entry> {
        let distance = offset.checked_sub(FIRST)?;
        let entry = &TABLE[(distance / STEP) as usize];
        let is_taken = !entry.pointer.load(Ordering::Acquire).is_null();
        (distance.is_multiple_of(STEP) && is_taken).then_some(entry)
    }

    /// The address that a ticket stands for; of any other offset one at which nothing can be.
    pub(crate) fn pointer_at(offset: u32) -> *const () {
        match ticket(offset) {
            Some(entry) => entry.pointer.load(Ordering::Acquire),
            None if offset == 0 => core::ptr::null(),
            None => core::ptr::without_provenance((NOWHERE | u64::from(offset)) as usize),
        }
    }

    /// How many bytes there are from `offset` on.
    pub(crate) fn extent_at(offset: u32) -> u64 {
        ticket(offset).map_or(0, |entry| entry.bytes.load(Ordering::Relaxed) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_ticket_for_each_use_of_it() {
        let pair = [1_u32, 2];
        let start = (&raw const pair).cast();
        let (whole, first) = (Reach::read::<u32>(2), Reach::read::<u32>(1));
        assert_eq!(offset_of(start, whole), offset_of(start, whole));
        assert_ne!(offset_of(start, whole), offset_of(start, first));
        assert_ne!(offset_of(start, whole), offset_of(start, Reach::write::<u32>(2)));
        assert_eq!(pointer_at(offset_of(start, first)), start);
        assert_eq!(extent_at(offset_of(start, whole)), 8);
        assert_eq!(offset_of(start, whole) % 16, 0);
        assert_eq!(extent_at(offset_of(start, whole) + 1), 0, "between two tickets");
    }

    #[test]
    fn what_is_no_ticket_leads_nowhere_and_back() {
        assert!(pointer_at(0).is_null());
        assert_eq!(offset_of(core::ptr::null(), Reach::read::<u8>(1)), 0);
        for offset in [1, 16, 0x8000_0000, u32::MAX] {
            let nowhere = pointer_at(offset);
            assert!(!nowhere.is_null());
            assert_eq!(offset_of(nowhere, Reach::read::<u8>(1)), offset);
            assert_eq!(extent_at(offset), 0);
        }
    }

    #[test]
    fn several_threads_share_the_table() {
        let values: std::vec::Vec<u64> = (0..50).collect();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for value in &values {
                        let pointer = (&raw const *value).cast();
                        let offset = offset_of(pointer, Reach::read::<u64>(1));
                        assert_eq!(pointer_at(offset), pointer);
                    }
                });
            }
        });
    }
}
