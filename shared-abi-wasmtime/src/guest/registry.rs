//! The registry: the guests of each store, by which the one that calls a host function is recognized.
//!
//! A [`Caller`] doesn't say which instance it is, and a store has no room for what isn't its owner's. So each store gets a
//! function that nobody can call, which owns the store's registry and is dropped with the store. The registry is found by
//! where the store is in the host's memory: no other store can be there before this one is gone, and the registry with it.
//!
//! What a guest does can't make a registry grow: it has at most one entry for each instance of the store. An instance lives as
//! long as its store, and so does the entry, with the blocks that the host holds.

use std::collections::BTreeMap;
use std::ptr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak};

use shared_abi_manifest::Compatibility;
use wasmtime::{AsContextMut, Caller, Engine, Extern, Func, Instance, Memory, Module, ModuleExport};

use super::{Guest, Shared};
use crate::admission::{Home, MEMORY};
use crate::allocator::Allocator;

/// Where each store is that has guests, and its registry.
static STORES: RwLock<BTreeMap<usize, Weak<Registry>>> = RwLock::new(BTreeMap::new());

/// The guests of one store.
pub(super) struct Registry {
    /// Where the store is.
    pub(super) store: usize,
    /// Never locked while a guest runs.
    lists: Mutex<Lists>,
}

#[derive(Default)]
struct Lists {
    /// The one that called last, or was made last, is at the end.
    known: Vec<Known>,
    /// The checked modules that are being instantiated, the innermost at the end.
    starting: Vec<(ModuleExport, Compatibility)>,
}

struct Known {
    guest: Guest,
    /// The memory among the module's exports, if the instance is known and defines it: then it is no other one's.
    own_memory: Option<ModuleExport>,
    /// Where the functions of its allocator are: in its instance, even if the module only imports them.
    allocator: [usize; 2],
}

impl Registry {
    /// That of a store.
    pub(super) fn of(mut store: impl AsContextMut) -> Arc<Self> {
        let place = place(store.as_context_mut().engine());
        let stores = STORES.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(registry) = stores.get(&place).and_then(Weak::upgrade) {
            return registry;
        }
        drop(stores);
        let registry = Arc::new(Self {
            store: place,
            lists: Mutex::default(),
        });
        let owned = Arc::clone(&registry);
        Func::wrap(&mut store, move || {
            let _owned = &owned;
        });
        let mut stores = STORES.write().unwrap_or_else(PoisonError::into_inner);
        stores.insert(place, Arc::downgrade(&registry));
        registry
    }

    /// Notes that a module is being instantiated, for as long as the result lives.
    pub(super) fn starting(
        self: &Arc<Self>,
        module: &Module,
        compatibility: Option<&Compatibility>,
    ) -> Option<Starting> {
        let entry = (module.get_export_index(MEMORY)?, compatibility?.clone());
        self.lists().starting.push(entry);
        Some(Starting(Arc::clone(self)))
    }

    /// The guest in an instance, which from here on is known.
    pub(super) fn enter(
        &self,
        mut store: impl AsContextMut,
        instance: Instance,
        home: &Home,
        memory: Memory,
        allocator: Allocator,
        compatibility: Option<&Compatibility>,
    ) -> Guest {
        let own_memory = match home {
            Home::Exported => instance.module(store.as_context_mut()).get_export_index(MEMORY),
            Home::Imported(_) => None,
        };
        let addresses = allocator.addresses(&mut store);
        let mut lists = self.lists();
        let before = lists.known.iter().rposition(|known| match known.guest.instance {
            Some(known) => known == instance,
            // It called while it was being instantiated.
            None => known.has(addresses),
        });
        let shared = match before {
            Some(index) => lists.known.remove(index).guest.shared,
            None => Arc::new(Shared {
                allocator,
                compatibility: OnceLock::new(),
                ledger: Arc::default(),
            }),
        };
        let guest = Guest {
            memory,
            instance: Some(instance),
            shared,
        };
        lists.known.push(Known {
            guest: guest.clone(),
            own_memory,
            allocator: addresses,
        });
        match compatibility {
            Some(compatibility) => guest.with_compatibility(compatibility),
            None => guest,
        }
    }

    /// The guest that is calling, if its instance is known and can't be another one, and its memory among its exports.
    pub(super) fn recognize<T: 'static>(&self, caller: &mut Caller<'_, T>) -> Option<(Guest, ModuleExport)> {
        let mut lists = self.lists();
        let index = lists.known.iter().rposition(|known| known.is_calling(caller))?;
        // The next call is likely to be by the same.
        let last = lists.known.len() - 1;
        lists.known.swap(index, last);
        let known = &lists.known[last];
        Some((known.guest.clone(), known.own_memory?))
    }

    /// The guest that is calling, where its memory doesn't tell: by its allocator, or else as a new one.
    pub(super) fn meet<T: 'static>(
        &self,
        caller: &mut Caller<'_, T>,
        memory: Memory,
        allocator: Allocator,
    ) -> Guest {
        let addresses = allocator.addresses(&mut *caller);
        let mut lists = self.lists();
        if let Some(known) = lists.known.iter().rev().find(|known| known.has(addresses)) {
            return known.guest.clone();
        }
        let mut starting = lists.starting.iter().rev();
        let module = starting.find(|(export, _)| caller.get_module_export(export).is_some());
        let guest = Guest {
            memory,
            instance: None,
            shared: Arc::new(Shared {
                allocator,
                compatibility: module
                    .map_or_else(OnceLock::new, |(_, compatibility)| compatibility.clone().into()),
                ledger: Arc::default(),
            }),
        };
        if addresses != [0, 0] {
            lists.known.push(Known {
                guest: guest.clone(),
                own_memory: None,
                allocator: addresses,
            });
        }
        guest
    }

    fn lists(&self) -> MutexGuard<'_, Lists> {
        // The lock is held for single operations that leave nothing half done.
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guest {
    /// The same guest with this compatibility. Where the guest is found again, the first one counts.
    fn with_compatibility(self, compatibility: &Compatibility) -> Self {
        let Err(compatibility) = self.shared.compatibility.set(compatibility.clone()) else {
            return self;
        };
        Self {
            shared: Arc::new(Shared {
                allocator: self.shared.allocator,
                compatibility: compatibility.into(),
                ledger: Arc::clone(&self.shared.ledger),
            }),
            ..self
        }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let mut stores = STORES.write().unwrap_or_else(PoisonError::into_inner);
        stores.remove(&self.store);
    }
}

impl Known {
    fn is_calling<T: 'static>(&self, caller: &mut Caller<'_, T>) -> bool {
        self.own_memory
            .is_some_and(|export| is_calling(caller, export, self.guest.memory))
    }

    /// Whether it is the guest with this allocator, if there is one.
    fn has(&self, allocator: [usize; 2]) -> bool {
        allocator != [0, 0] && allocator == self.allocator
    }
}

/// Whether the caller is the instance that defines this memory and exports it so: its module is that one, and its memory.
pub(super) fn is_calling<T: 'static>(
    caller: &mut Caller<'_, T>,
    export: ModuleExport,
    memory: Memory,
) -> bool {
    // A host function that a guest only passes on has a caller that is no instance, for which `get_module_export` panics.
    if caller.get_export(MEMORY).is_none() {
        return false;
    }
    let Some(Extern::Memory(calling)) = caller.get_module_export(&export) else {
        return false;
    };
    let (calling, known) = (calling.data(&*caller), memory.data(&*caller));
    // One memory has its bytes where no other one's can be.
    !known.is_empty() && ptr::eq(calling, known)
}

/// Where a store is: its engine's handle is a part of it, and it never moves.
pub(super) fn place(engine: &Engine) -> usize {
    ptr::from_ref(engine).addr()
}

/// A module is being instantiated.
pub(super) struct Starting(Arc<Registry>);

impl Drop for Starting {
    fn drop(&mut self) {
        self.0.lists().starting.pop();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, PoisonError};

    use shared_abi_manifest::Expect;
    use wasmtime::{Caller, Engine, Linker, Store};

    use super::{Registry, STORES, place};
    use crate::checked::CheckedModule;
    use crate::guest::Guest;

    fn is_listed(place: usize) -> bool {
        let stores = STORES.read().unwrap_or_else(PoisonError::into_inner);
        stores.contains_key(&place)
    }

    #[test]
    fn a_registry_goes_with_its_store() {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let place = place(store.engine());
        let registry = Registry::of(&mut store);
        assert!(Arc::ptr_eq(&registry, &Registry::of(&mut store)));
        assert_eq!(Arc::strong_count(&registry), 2);
        let weak = Arc::downgrade(&registry);
        drop(registry);
        assert!(weak.upgrade().is_some() && is_listed(place));
        // Where a store is moved to doesn't matter.
        let store = Box::new(store);
        assert_eq!(super::place(store.engine()), place);
        drop(store);
        assert!(weak.upgrade().is_none());
        assert!(!is_listed(place));
    }

    #[test]
    fn calls_add_no_entries() {
        let engine = Engine::default();
        let mut linker = Linker::new(&engine);
        linker
            .func_wrap("env", "call", |mut caller: Caller<'_, ()>| {
                Guest::from_caller(&mut caller)?;
                Ok(())
            })
            .unwrap();
        let mut store = Store::new(&engine, ());
        let registry = Registry::of(&mut store);
        for (number, alloc) in [(1, "shared_abi_alloc"), (2, "other")] {
            let wat = format!(
                r#"(module (import "env" "call" (func $call)) (memory (export "memory") 1) (start $call)
                    (func (export "{alloc}") (param i32 i32) (result i32) unreachable)
                    (func (export "run") (call $call) (call $call)))"#
            );
            let wasm = wat::parse_str(wat).unwrap();
            let checked = CheckedModule::new(&engine, wasm, &Expect::nothing()).unwrap();
            let guest = checked.instantiate(&mut store, &linker).unwrap();
            let run = guest.func::<(), ()>(&mut store, "run").unwrap();
            run.call(&mut store, ()).unwrap();
            assert_eq!(registry.lists().known.len(), number);
            assert_eq!(registry.lists().starting.len(), 0);
        }
    }
}
