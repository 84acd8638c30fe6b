//! Guests from compiled modules and from instances.

use std::sync::Arc;

use wasmtime::{AsContextMut, Engine, Instance, Linker, Memory, Module};

use super::Guest;
use crate::admission::{self, Home, MEMORY};
use crate::allocator::Allocator;
use crate::call::GuestFunc;
use crate::error::GuestError;

/// The function that a WASI reactor exports to be called before all others.
const INITIALIZE: &str = "_initialize";

impl Guest {
    /// Instantiates a module that is compiled already: what [`load`](Self::load) does next.
    ///
    /// Whether the guest has the host's types isn't checked here: a [`Module`] keeps no custom sections. Do it with
    /// [`Expect::check_wasm`] on the bytes, where the module is compiled.
    ///
    /// ```
    /// use shared_abi_wasmtime::{Expect, Guest};
    /// use wasmtime::{Engine, Linker, Module, Store};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let wasm = wat::parse_str("(module (memory (export \"memory\") 1))")?;
    /// let engine = Engine::default();
    /// let agreed = Expect::nothing().check_wasm(&wasm)?; // what the host relies on
    /// let module = Module::new(&engine, &wasm)?;
    /// for _ in 0..3 {
    ///     let mut store = Store::new(&engine, ());
    ///     let guest = Guest::instantiate(&mut store, &Linker::new(&engine), &module)?;
    ///     assert_eq!(guest.memory(&store).bytes().len(), 65536);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`load`](Self::load), and if the module was compiled for another engine.
    ///
    /// # Panics
    /// If the linker defines an item of another store.
    pub fn instantiate<T: 'static>(
        mut store: impl AsContextMut<Data = T>,
        linker: &Linker<T>,
        module: &Module,
    ) -> Result<Self, GuestError> {
        let mut store = store.as_context_mut();
        if !(Engine::same(store.engine(), linker.engine()) && Engine::same(store.engine(), module.engine())) {
            return Err(GuestError::WrongEngine);
        }
        let memory = match admission::check(module)? {
            Home::Exported => None,
            Home::Imported(import) => admission::imported(&mut store, linker, &import)?,
        };
        let instance = linker
            .instantiate(&mut store, module)
            .map_err(GuestError::Instantiate)?;
        let guest = Self::new(&mut store, &instance, memory)?;
        if let Some(initialize) = instance.get_func(&mut store, INITIALIZE) {
            GuestFunc::<(), ()>::new(&store, INITIALIZE, initialize)?.call(&mut store, ())?;
        }
        Ok(guest)
    }

    /// The guest in an instance that the embedder made itself.
    ///
    /// The module must export its memory as `memory`: what memory an instance imported can't be seen from outside.
    /// The instance counts as initialized.
    ///
    /// Whether the guest has the host's types isn't checked here: a [`Module`] keeps no custom sections. Do it with
    /// [`Expect::check_wasm`] on the bytes, where the module is compiled.
    ///
    /// ```
    /// use shared_abi_wasmtime::Guest;
    /// use wasmtime::{Engine, Instance, Module, Store};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::default();
    /// let mut store = Store::new(&engine, ());
    /// let module = Module::new(&engine, wat::parse_str("(module (memory (export \"memory\") 1))")?)?;
    /// let instance = Instance::new(&mut store, &module, &[])?;
    /// let guest = Guest::from_instance(&mut store, &instance)?;
    /// assert_eq!(guest.memory(&store).bytes().len(), 65536);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the instance's memory can't be shared with the host: none, several, memory64, or shared between threads.
    ///
    /// # Panics
    /// If the instance isn't of this store.
    pub fn from_instance(mut store: impl AsContextMut, instance: &Instance) -> Result<Self, GuestError> {
        admission::check(instance.module(store.as_context_mut()))?;
        Self::new(store, instance, None)
    }

    /// The guest in an instance whose module has been checked.
    fn new(
        mut store: impl AsContextMut,
        instance: &Instance,
        imported: Option<Memory>,
    ) -> Result<Self, GuestError> {
        let memory = match imported {
            Some(memory) => memory,
            None => admission::exported(instance.get_export(&mut store, MEMORY))?,
        };
        Ok(Self {
            instance: Some(*instance),
            memory,
            allocator: Allocator::find(|name| instance.get_export(&mut store, name)),
            agreed: None,
            ledger: Arc::default(),
        })
    }
}
