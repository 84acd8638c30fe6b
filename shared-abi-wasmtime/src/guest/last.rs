//! The guest that called last on this thread. It is likely to call next, and is found without a lock and without what other
//! threads write to.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use wasmtime::{Caller, Instance, Memory, ModuleExport};

use super::registry::{Registry, is_calling, place};
use super::{Guest, Shared};

/// It keeps neither the guest nor its store alive.
struct Last {
    /// Where the store is.
    store: usize,
    /// Whether it is still that store: the registry goes with it.
    registry: Weak<Registry>,
    own_memory: ModuleExport,
    memory: Memory,
    instance: Option<Instance>,
    shared: Weak<Shared>,
}

thread_local! {
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// The guest that is calling, if it is the one that called last.
pub(super) fn recognize<T: 'static>(caller: &mut Caller<'_, T>) -> Option<Guest> {
    // When the thread ends, there is none any more.
    LAST.try_with(|last| {
        let last = last.borrow();
        let last = last.as_ref()?;
        let is_in_its_store = last.store == place(caller.engine()) && last.registry.strong_count() > 0;
        if !(is_in_its_store && is_calling(caller, last.own_memory, last.memory)) {
            return None;
        }
        Some(Guest {
            memory: last.memory,
            instance: last.instance,
            shared: last.shared.upgrade()?,
        })
    })
    .ok()?
}

/// Keeps in mind a guest that called, whose module defines its memory.
pub(super) fn keep(registry: &Arc<Registry>, guest: &Guest, own_memory: ModuleExport) {
    let last = Last {
        store: registry.store,
        registry: Arc::downgrade(registry),
        own_memory,
        memory: guest.memory,
        instance: guest.instance,
        shared: Arc::downgrade(&guest.shared),
    };
    let _ = LAST.try_with(|kept| kept.replace(Some(last)));
}
