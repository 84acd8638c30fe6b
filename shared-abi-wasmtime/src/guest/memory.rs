//! A guest's memory, to be read and written.

use shared_abi::{LinearMemory, LinearMemoryMut};
use wasmtime::{StoreContext, StoreContextMut};

use super::Guest;

impl Guest {
    /// The guest's memory, for reading.
    ///
    /// ```
    /// # use shared_abi::Ptr;
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1) (data (i32.const 16) "\07"))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// assert_eq!(*guest.memory(&store).get(Ptr::<u64>::new(16))?, 7);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the guest isn't of this store.
    #[inline]
    pub fn memory<'s, T: 'static>(&self, store: impl Into<StoreContext<'s, T>>) -> LinearMemory<'s> {
        LinearMemory::new(self.memory.data(store))
    }

    /// The guest's memory, for writing.
    ///
    /// ```
    /// # use shared_abi::Ptr;
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// *guest.memory_mut(&mut store).get_mut(Ptr::<u64>::new(16))? += 1;
    /// assert_eq!(*guest.memory(&store).get(Ptr::<u64>::new(16))?, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the guest isn't of this store.
    #[inline]
    pub fn memory_mut<'s, T: 'static>(
        &self,
        store: impl Into<StoreContextMut<'s, T>>,
    ) -> LinearMemoryMut<'s> {
        LinearMemoryMut::new(self.memory.data_mut(store))
    }

    /// The guest's memory, for writing, and the store's data beside it.
    ///
    /// ```
    /// # use shared_abi::Ptr;
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, 40);
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1) (data (i32.const 16) "\02"))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let (memory, total) = guest.memory_and_data_mut(&mut store);
    /// *total += *memory.shared().get(Ptr::<u32>::new(16))?;
    /// assert_eq!(*store.data(), 42);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the guest isn't of this store.
    #[inline]
    pub fn memory_and_data_mut<'s, T: 'static>(
        &self,
        store: impl Into<StoreContextMut<'s, T>>,
    ) -> (LinearMemoryMut<'s>, &'s mut T) {
        let (bytes, data) = self.memory.data_and_store_mut(store);
        (LinearMemoryMut::new(bytes), data)
    }
}
