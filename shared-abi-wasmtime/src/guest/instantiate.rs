//! Guests from compiled modules and from instances.

use shared_abi_manifest::Compatibility;
use wasmtime::{AsContextMut, Engine, Instance, Linker, Memory, Module};

use super::Guest;
use super::registry::Registry;
use crate::admission::{self, Home, MEMORY};
use crate::allocator::Allocator;
use crate::call::GuestFunc;
use crate::error::GuestError;

/// The function that a WASI reactor exports to be called before all others.
const INITIALIZE: &str = "_initialize";

impl Guest {
    /// Instantiates a module that is compiled already.
    ///
    /// Nothing is compared, since a [`Module`] keeps no custom sections: a [`CheckedModule`](crate::CheckedModule) is
    /// compiled and compared together, and [instantiated](crate::CheckedModule::instantiate) in the same way.
    ///
    /// ```
    /// use shared_abi_wasmtime::Guest;
    /// use wasmtime::{Engine, Linker, Module, Store};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let wasm = wat::parse_str("(module (memory (export \"memory\") 1))")?;
    /// let engine = Engine::default();
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
        store: impl AsContextMut<Data = T>,
        linker: &Linker<T>,
        module: &Module,
    ) -> Result<Self, GuestError> {
        let home = admission::check(module)?;
        Self::start(store, linker, module, &home, None)
    }

    /// The guest in an instance that the embedder made itself.
    ///
    /// The module must export its memory as `memory`: what memory an instance imported can't be seen from outside.
    /// The instance counts as initialized.
    ///
    /// Nothing is compared; of an instance of a [`CheckedModule`](crate::CheckedModule), take
    /// [`CheckedModule::guest`](crate::CheckedModule::guest).
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
        let home = admission::check(instance.module(store.as_context_mut()))?;
        Self::in_instance(store, instance, &home, None, None)
    }

    /// Instantiates a module that has been checked, with the result if its types were compared.
    pub(crate) fn start<T: 'static>(
        mut store: impl AsContextMut<Data = T>,
        linker: &Linker<T>,
        module: &Module,
        home: &Home,
        compatibility: Option<&Compatibility>,
    ) -> Result<Self, GuestError> {
        let mut store = store.as_context_mut();
        let engine = store.engine();
        if !(Engine::same(engine, linker.engine()) && Engine::same(engine, module.engine())) {
            return Err(GuestError::WrongEngine);
        }
        let memory = match home {
            Home::Exported => None,
            Home::Imported(names) => admission::imported(&mut store, linker, names)?,
        };
        let instance = {
            let registry = Registry::of(&mut store);
            let _starting = registry.starting(module, compatibility);
            linker
                .instantiate(&mut store, module)
                .map_err(GuestError::Instantiate)?
        };
        let guest = Self::in_instance(&mut store, &instance, home, memory, compatibility)?;
        if let Some(initialize) = instance.get_func(&mut store, INITIALIZE) {
            GuestFunc::<(), ()>::new(&store, INITIALIZE, initialize)?.call(&mut store, ())?;
        }
        Ok(guest)
    }

    /// The guest in an instance whose module has been checked. `imported` is the memory that it imported, where the host
    /// knows it.
    pub(crate) fn in_instance(
        mut store: impl AsContextMut,
        instance: &Instance,
        home: &Home,
        imported: Option<Memory>,
        compatibility: Option<&Compatibility>,
    ) -> Result<Self, GuestError> {
        let memory = match imported {
            Some(memory) => memory,
            None => admission::exported(instance.get_export(&mut store, MEMORY))?,
        };
        let allocator = Allocator::find(|name| instance.get_export(&mut store, name));
        let registry = Registry::of(&mut store);
        Ok(registry.enter(store, *instance, home, memory, allocator, compatibility))
    }
}
