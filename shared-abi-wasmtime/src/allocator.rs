//! The guest's allocator: `shared_abi_alloc` and `shared_abi_free`.

use wasmtime::{AsContextMut, Extern, Func};

use crate::call::GuestFunc;
use crate::error::GuestError;

const ALLOC: &str = "shared_abi_alloc";
const FREE: &str = "shared_abi_free";

/// What the guest exports under the allocator's names, if anything. Looked up when the guest is made, so that
/// it is at hand wherever the guest is; checked when it is used, since not every guest needs one.
#[derive(Clone, Copy)]
pub(crate) struct Allocator {
    alloc: Option<Func>,
    free: Option<Func>,
}

impl Allocator {
    /// The allocator among the exports that `get` finds.
    pub(crate) fn find(mut get: impl FnMut(&str) -> Option<Extern>) -> Self {
        Self {
            alloc: get(ALLOC).and_then(Extern::into_func),
            free: get(FREE).and_then(Extern::into_func),
        }
    }

    /// Where the functions are in the host's memory, 0 for none. A function stays where it is as long as its store.
    pub(crate) fn addresses(self, mut store: impl AsContextMut) -> [usize; 2] {
        [self.alloc, self.free].map(|func| func.map_or(0, |func| func.to_raw(&mut store).addr()))
    }

    /// Asks the guest for a block. What it answers is still to be checked.
    pub(crate) fn alloc(
        self,
        mut store: impl AsContextMut,
        size: u32,
        align: u32,
    ) -> Result<u32, GuestError> {
        let func = self.alloc.ok_or(GuestError::NoAllocator { function: ALLOC })?;
        let alloc = GuestFunc::<(u32, u32), u32>::new(&mut store, ALLOC, func)?;
        alloc.call(store, (size, align))
    }

    /// Gives a block back to the guest.
    pub(crate) fn free(
        self,
        mut store: impl AsContextMut,
        (offset, size, align): (u32, u32, u32),
    ) -> Result<(), GuestError> {
        let func = self.free.ok_or(GuestError::NoAllocator { function: FREE })?;
        let free = GuestFunc::<(u32, u32, u32), ()>::new(&mut store, FREE, func)?;
        free.call(store, (offset, size, align))
    }
}
