//! Blocks of a guest's memory that the host puts values into, holds and gives back.

use std::sync::{MutexGuard, PoisonError};

use shared_abi::{AbiType, InMemory, LinearMemoryMut, PtrMut, SliceMut, Str};
use wasmtime::{AsContext, AsContextMut};

use super::Guest;
use crate::block::{Block, Extent};
use crate::error::GuestError;
use crate::ledger::Ledger;

impl Guest {
    /// Puts a value into a new block of the guest's memory. The host holds the block until it
    /// [frees](Self::free) or [releases](Self::release) it.
    ///
    /// The guest's [allocator](shared_abi::export_allocator) chooses the place, and what it answers is checked
    /// before a byte is written. A type with native pointers is put there as its twin.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest, GuestError};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// // An allocator that always answers 1028.
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1028))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let number = guest.alloc(&mut store, &7_u32)?;
    /// assert_eq!(*guest.memory(&store).get(number)?, 7);
    ///
    /// let error = guest.alloc(&mut store, &8_u32).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the block of 4 bytes at 0x404 lies over the 4 bytes at 0x404 that the host still holds"
    /// );
    /// let error = guest.alloc(&mut store, &8_u64).unwrap_err();
    /// assert_eq!(error.to_string(), "the block of 8 bytes at 0x404 is not at a multiple of 8");
    /// assert_eq!(*guest.memory(&store).get(number)?, 7); // nothing was written
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the guest has no allocator, or it traps, returns null, or returns a block that is misaligned, out of
    /// bounds, or lies over one that the host holds. Nothing is written then. A refused block isn't given back to
    /// the guest.
    ///
    /// # Panics
    /// If the guest isn't of this store.
    pub fn alloc<T: AbiType>(
        &self,
        mut store: impl AsContextMut,
        value: &T,
    ) -> Result<PtrMut<T>, GuestError> {
        let pointer = PtrMut::new(self.reserve::<T>(&mut store, 1)?);
        self.write(store, pointer, |memory| memory.write(pointer, value))?;
        Ok(pointer)
    }

    /// Puts values into a new block of the guest's memory, one behind the other. For no values nothing is
    /// allocated, and the slice is null.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let numbers = guest.alloc_slice(&mut store, &[1_u32, 2, 3])?;
    /// assert_eq!(guest.memory(&store).slice(numbers)?, [1, 2, 3]);
    /// assert!(guest.alloc_slice::<u32>(&mut store, &[])?.is_null());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`alloc`](Self::alloc), and if the values have more bytes than an offset can count.
    ///
    /// # Panics
    /// If the guest isn't of this store.
    pub fn alloc_slice<T: AbiType>(
        &self,
        mut store: impl AsContextMut,
        values: &[T],
    ) -> Result<SliceMut<T>, GuestError> {
        let Ok(len) = u32::try_from(values.len()) else {
            let (len, size) = (values.len(), T::KNOWN.size);
            return Err(GuestError::TooLarge { len, size });
        };
        if len == 0 {
            return Ok(SliceMut::NULL);
        }
        let slice = SliceMut::new(self.reserve::<T>(&mut store, len)?, len);
        self.write(store, slice, |memory| memory.write_slice(slice, values))?;
        Ok(slice)
    }

    /// Puts a string into a new block of the guest's memory, without a terminating zero. For an empty one nothing
    /// is allocated, and the result is null.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let name = guest.alloc_str(&mut store, "Grüße")?;
    /// assert_eq!(name.len(), 7);
    /// assert_eq!(guest.memory(&store).str(name)?, "Grüße");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`alloc`](Self::alloc), and if the string has more bytes than an offset can count.
    ///
    /// # Panics
    /// If the guest isn't of this store.
    pub fn alloc_str(&self, store: impl AsContextMut, value: &str) -> Result<Str, GuestError> {
        let bytes = self.alloc_slice(store, value.as_bytes())?;
        Ok(Str::new(bytes.offset(), bytes.len()))
    }

    /// Gives a block that the host holds back to the guest's allocator. A block without bytes, such as an empty
    /// slice, was never allocated, and nothing happens.
    ///
    /// Whatever the guest does, the host no longer holds the block afterwards.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest, GuestError};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024)
    /// #     (func (export "shared_abi_free") (param i32 i32 i32)))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let number = guest.alloc(&mut store, &7_u32)?;
    /// guest.free(&mut store, number)?;
    /// let error = guest.free(&mut store, number).unwrap_err(); // freed before
    /// assert!(matches!(error, GuestError::BlockNotHeld { offset: 1024, .. }));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the host doesn't hold the block, or holds one of another size or alignment there; the guest isn't asked
    /// then. If the guest has no `shared_abi_free`, or it traps.
    ///
    /// # Panics
    /// If the guest isn't of this store.
    pub fn free(&self, store: impl AsContextMut, block: impl Block) -> Result<(), GuestError> {
        let extent = block.extent();
        if extent.size == 0 {
            return Ok(());
        }
        let Extent { offset, size, align } = extent;
        let Ok(bytes) = u32::try_from(size) else {
            return Err(GuestError::BlockNotHeld { offset, size });
        };
        // Before the guest runs, which may call back and free the block again.
        self.ledger().release(extent)?;
        self.shared.allocator.free(store, (offset, bytes, align))
    }

    /// Leaves a block that the host holds to the guest, which from now on keeps it or frees it itself.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest, GuestError};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024)
    /// #     (func (export "consume") (param i32)))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let number = guest.alloc(&mut store, &7_u32)?;
    /// guest.release(number)?;
    /// // `extern "C" fn consume(number: *mut u32)`, which makes a `Box` of it and drops it
    /// guest.func::<_, ()>(&mut store, "consume")?.call(&mut store, number)?;
    /// guest.alloc(&mut store, &8_u32)?; // may be in the same place again
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the host doesn't hold the block, or holds one of another size or alignment there.
    pub fn release(&self, block: impl Block) -> Result<(), GuestError> {
        let extent = block.extent();
        if extent.size == 0 {
            return Ok(());
        }
        self.ledger().release(extent)
    }

    /// Takes over a block that the guest allocated (as `Box::into_raw` leaves one), so that the host holds it and
    /// can [free](Self::free) it.
    ///
    /// ```
    /// # use shared_abi::PtrMut;
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_free") (param i32 i32 i32))
    /// #     (func (export "answer") (result i32) i32.const 1024))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// // `extern "C" fn answer() -> *mut u32`, which returns `Box::into_raw(Box::new(…))`
    /// let answer = guest.func::<(), PtrMut<u32>>(&mut store, "answer")?.call(&mut store, ())?;
    /// guest.adopt(&store, answer)?;
    /// guest.free(&mut store, answer)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the block is null, misaligned, out of bounds, or lies over one that the host holds.
    ///
    /// # Panics
    /// If the guest isn't of this store.
    pub fn adopt(&self, store: impl AsContext, block: impl Block) -> Result<(), GuestError> {
        let extent = block.extent();
        if extent.size == 0 {
            return Ok(());
        }
        if extent.offset == 0 {
            return Err(GuestError::NullBlock { size: extent.size });
        }
        extent.check(self.memory(store.as_context()))?;
        self.ledger().hold(extent)
    }

    /// How many blocks the host holds.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32) i32.const 1024))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// let number = guest.alloc(&mut store, &7_u32)?;
    /// assert_eq!(guest.held_blocks(), 1);
    /// guest.release(number)?;
    /// assert_eq!(guest.held_blocks(), 0);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn held_blocks(&self) -> usize {
        self.ledger().len()
    }

    /// Asks the guest for a block for `len` values, checks it and holds it.
    fn reserve<T: InMemory>(&self, mut store: impl AsContextMut, len: u32) -> Result<u32, GuestError> {
        let mut extent = Extent::new::<T>(0, len.into());
        let align = extent.align;
        if extent.size == 0 {
            // As Rust has it, a value without bytes may be at any aligned place that isn't null.
            return Ok(align);
        }
        let size = u32::try_from(extent.size).map_err(|_| GuestError::TooLarge {
            len: len as usize,
            size: T::KNOWN.size,
        })?;
        extent.offset = self.shared.allocator.alloc(&mut store, size, align)?;
        if extent.offset == 0 {
            let size = extent.size;
            return Err(GuestError::OutOfMemory { size, align });
        }
        // The memory as it is now: the allocator may have grown it.
        extent.check(self.memory(store.as_context()))?;
        self.ledger().hold(extent)?;
        Ok(extent.offset)
    }

    /// Writes to a block that has been reserved.
    fn write(
        &self,
        mut store: impl AsContextMut,
        block: impl Block,
        write: impl FnOnce(&mut LinearMemoryMut<'_>) -> Result<(), shared_abi::AccessError>,
    ) -> Result<(), GuestError> {
        let written = write(&mut self.memory_mut(store.as_context_mut()));
        if written.is_err() {
            self.release(block)?;
        }
        Ok(written?)
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // The lock is held for single operations that leave nothing half done.
        self.shared.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
