//! `Guest`: an instantiated module whose types are the host's, its memory, its allocator and its functions.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared_abi::{AbiType, InMemory, LinearMemory, LinearMemoryMut, PtrMut, SliceMut, Str};
use shared_abi_manifest::{Agreed, Expect};
use wasmtime::{
    AsContext, AsContextMut, Caller, Engine, Extern, Instance, Linker, Memory, Module, StoreContext,
    StoreContextMut,
};

use crate::admission::{self, Home, MEMORY};
use crate::allocator::Allocator;
use crate::block::{Block, Blocks, Extent};
use crate::call::{GuestFunc, WasmArgs};
use crate::error::GuestError;

/// The function that a WASI reactor exports to be called before all others.
const INITIALIZE: &str = "_initialize";

/// A guest: an instantiated module with one 32-bit linear memory.
///
/// A `Guest` borrows nothing. Every method takes the store, or inside of a host function the
/// [`Caller`]; clones are cheap, stand for the same guest and know the same blocks. To have one at hand in
/// host functions, keep a clone in the store's data:
///
/// ```
/// use shared_abi::{Ptr, PtrMut, SharedAbi};
/// use shared_abi_wasmtime::{Expect, Guest, GuestError};
/// use wasmtime::{Caller, Engine, Linker, Store};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Reading { sensor: u32, value: f32 }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let body = "struct Reading, size 8, align 4\n    sensor: u32, offset 0, size 4\n    value: f32, offset 4, size 4\n";
/// # let checksum = shared_abi::__private::checksum(body.as_bytes());
/// # let record = format!("shared-abi 1 {:08x} {checksum:08x}\n{body}", body.len()).replace('\n', "\\n");
/// # let guest_wasm = wat::parse_str(format!(r#"(module (@custom "shared-abi" "{record}")
/// #     (import "env" "read" (func $read (param i32) (result i32)))
/// #     (memory (export "memory") 1)
/// #     (global $next (mut i32) (i32.const 1024))
/// #     (func (export "shared_abi_alloc") (param i32 i32) (result i32)
/// #         global.get $next (global.set $next (i32.add (global.get $next) (i32.const 64))))
/// #     (func (export "run") (result f32) (f32.load offset=4 (call $read (i32.const 3)))))"#))?;
/// let engine = Engine::default();
/// let mut linker = Linker::new(&engine);
/// // The guest calls `read(sensor: u32) -> *const Reading`.
/// linker.func_wrap("env", "read", |mut caller: Caller<'_, Option<Guest>>, sensor: u32| {
///     let guest = caller.data().clone().ok_or_else(|| wasmtime::Error::msg("called too early"))?;
///     let reading = guest.alloc(&mut caller, &Reading { sensor, value: 0.5 })?; // calls the guest's allocator
///     guest.release(reading)?; // from here on it is the guest's, to keep or to free
///     Ok(reading.offset())
/// })?;
///
/// let mut store = Store::new(&engine, None);
/// let guest = Guest::load(&mut store, &linker, &guest_wasm, &Expect::types::<Reading>())?;
/// *store.data_mut() = Some(guest.clone());
///
/// let run = guest.func::<(), f32>(&mut store, "run")?;
/// assert_eq!(run.call(&mut store, ())?, 0.5);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Guest {
    /// None if the guest was found through a caller.
    instance: Option<Instance>,
    memory: Memory,
    allocator: Allocator,
    /// None if the guest wasn't loaded, but instantiated by other means.
    agreed: Option<Agreed>,
    /// The blocks that the host holds. Never locked while the guest runs, since it may call back.
    blocks: Arc<Mutex<Blocks>>,
}

impl Guest {
    /// Compares a module's [manifest](shared_abi::manifest) with what the host relies on, compiles the module for the
    /// store's engine, and instantiates it.
    ///
    /// A guest that was built from other types than `expect` has doesn't start: it isn't even compiled. Name all types
    /// that the host follows the guest's offsets to, or puts into the guest; [`Expect::nothing`] is for guests that share
    /// no struct.
    ///
    /// ```
    /// use shared_abi::SharedAbi;
    /// use shared_abi_wasmtime::{Expect, Guest, GuestError};
    /// use wasmtime::{Engine, Linker, Store};
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// struct Batch { seq: u32, activity: u32 }
    ///
    /// // Built from an older `Batch`, in which `activity` was a `u8`.
    /// # let body = "struct Batch, size 8, align 4\n    seq: u32, offset 0, size 4\n    activity: u8, offset 4, size 1\n";
    /// # let checksum = shared_abi::__private::checksum(body.as_bytes());
    /// # let record = format!("shared-abi 1 {:08x} {checksum:08x}\n{body}", body.len()).replace('\n', "\\n");
    /// # let wasm = format!("(module (@custom \"shared-abi\" \"{record}\") (memory (export \"memory\") 1))");
    /// # let stale_wasm = wat::parse_str(wasm).unwrap();
    /// let engine = Engine::default();
    /// let mut store = Store::new(&engine, ());
    /// let expect = Expect::types::<Batch>();
    /// let error = Guest::load(&mut store, &Linker::new(&engine), &stale_wasm, &expect).unwrap_err();
    /// let GuestError::Manifest(error) = error else { panic!("{error}") };
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the guest was built from other types than this host:\n\
    ///     \x20 Batch: activity: u8 → u32\n\
    ///     build both from the same types",
    /// );
    /// ```
    ///
    /// Its memory is the one that it exports as `memory`, or the one that it imports. A module that no
    /// host could share structs with is refused before any of its code runs. Of a WASI reactor, `_initialize`
    /// is called.
    ///
    /// ```
    /// use shared_abi_wasmtime::{Expect, Guest, GuestError};
    /// use wasmtime::{Engine, Linker, Store};
    ///
    /// let engine = Engine::default();
    /// let mut store = Store::new(&engine, ());
    /// let wasm = wat::parse_str("(module (memory (export \"memory\") i64 1))").unwrap();
    /// let error = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing()).unwrap_err();
    /// assert!(matches!(error, GuestError::Memory64 { .. }));
    /// assert_eq!(error.to_string(), "memory `memory` has 64-bit offsets (memory64); build the guest for wasm32");
    /// ```
    ///
    /// # Errors
    /// If the manifest can't be read, or isn't what the host relies on; if the bytes are no valid module; if its memory
    /// can't be shared with the host (none, several, memory64, or shared between threads); if an import is missing or of
    /// another type; or if its start function fails.
    ///
    /// # Panics
    /// If the linker defines an item of another store.
    pub fn load<T: 'static>(
        mut store: impl AsContextMut<Data = T>,
        linker: &Linker<T>,
        wasm: impl AsRef<[u8]>,
        expect: &Expect,
    ) -> Result<Self, GuestError> {
        let wasm = wasm.as_ref();
        let agreed = expect.check_wasm(wasm)?;
        let module = Module::new(store.as_context_mut().engine(), wasm).map_err(GuestError::Compile)?;
        let guest = Self::instantiate(store, linker, &module)?;
        Ok(Self {
            agreed: Some(agreed),
            ..guest
        })
    }

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

    /// The guest that is calling a host function, where no [`Guest`] is at hand: while the module is being
    /// instantiated, or because the embedder instantiated it itself.
    ///
    /// The module must export its memory as `memory`. Such a guest knows the blocks that were allocated through it
    /// and its clones, and none of another `Guest`; and it can't look for functions by name
    /// ([`GuestFunc::new`] wraps those that [`Caller::get_export`] finds). Where that matters, keep a clone of the
    /// loaded guest in the store's data instead, as [`Guest`] shows.
    ///
    /// It looks three exports up by name, so that it takes about five times as long as a clone from the store's data,
    /// and that about four times as long as a [`Memory`] that the host has kept: in a host function that is called
    /// millions of times a second, use the clone.
    ///
    /// Whether it has the host's types isn't checked here: a [`Module`] keeps no custom sections. [`load`](Self::load)
    /// has done it; who compiles the module by other means does it with [`Expect::check_wasm`] on the bytes.
    ///
    /// ```
    /// use shared_abi::Str;
    /// use shared_abi_wasmtime::{Expect, Guest};
    /// use wasmtime::{Caller, Engine, Linker, Store};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let guest_wasm = wat::parse_str(r#"(module
    /// #     (import "env" "log" (func $log (param i32 i32)))
    /// #     (memory (export "memory") 1) (data (i32.const 16) "hello")
    /// #     (func (export "run") (call $log (i32.const 16) (i32.const 5))))"#)?;
    /// # let engine = Engine::default();
    /// # let mut linker = Linker::new(&engine);
    /// // The guest calls `log(text: *const u8, len: u32)`.
    /// linker.func_wrap("env", "log", |mut caller: Caller<'_, Vec<String>>, text: u32, len: u32| {
    ///     let guest = Guest::from_caller(&mut caller)?;
    ///     let (memory, lines) = guest.memory_and_data_mut(&mut caller);
    ///     lines.push(memory.shared().str(Str::new(text, len))?.to_owned());
    ///     Ok(())
    /// })?;
    /// # let mut store = Store::new(&engine, Vec::new());
    /// # let guest = Guest::load(&mut store, &linker, &guest_wasm, &Expect::nothing())?;
    /// # guest.func::<(), ()>(&mut store, "run")?.call(&mut store, ())?;
    /// assert_eq!(*store.data(), ["hello"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the caller exports no memory as `memory`, or one that can't be shared with the host: memory64, or shared
    /// between threads.
    pub fn from_caller<T: 'static>(caller: &mut Caller<'_, T>) -> Result<Self, GuestError> {
        let memory = unshared(caller.get_export(MEMORY))?;
        admission::check_type(&memory.ty(&*caller), || MEMORY.to_owned())?;
        Ok(Self {
            instance: None,
            memory,
            allocator: Allocator::find(|name| caller.get_export(name)),
            agreed: None,
            blocks: Arc::default(),
        })
    }

    /// The guest in an instance whose module has been checked.
    fn new(
        mut store: impl AsContextMut,
        instance: &Instance,
        imported: Option<Memory>,
    ) -> Result<Self, GuestError> {
        let memory = match imported {
            Some(memory) => memory,
            None => unshared(instance.get_export(&mut store, MEMORY))?,
        };
        Ok(Self {
            instance: Some(*instance),
            memory,
            allocator: Allocator::find(|name| instance.get_export(&mut store, name)),
            agreed: None,
            blocks: Arc::default(),
        })
    }

    /// What host and guest have agreed on: how much the guest has of each type that may grow. `None` of a guest that
    /// wasn't [loaded](Self::load), since nothing was compared.
    ///
    /// ```
    /// use shared_abi::{Ptr, SharedAbi};
    /// use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// #[shared_abi(extensible)]
    /// struct Status {
    ///     uptime: u64,
    ///     load: u32,
    ///     #[shared_abi(added)]
    ///     errors: u32,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let (mut store, linker) = (Store::new(&engine, ()), Linker::new(&engine));
    /// # let body = "struct Status, size 16, align 8, extensible\n    uptime: u64, offset 0, size 8\n    load: u32, offset 8, size 4\n";
    /// # let checksum = shared_abi::__private::checksum(body.as_bytes());
    /// # let record = format!("shared-abi 1 {:08x} {checksum:08x}\n{body}", body.len()).replace('\n', "\\n");
    /// # let older_wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\") (memory (export \"memory\") 1))"))?;
    /// // A guest that was built before `errors` was added.
    /// let guest = Guest::load(&mut store, &linker, &older_wasm, &Expect::types::<Status>())?;
    /// let agreed = guest.agreed().expect("it was loaded");
    /// let prefix = agreed.prefix::<Status>().expect("it was expected");
    /// let status = guest.memory(&store).get(Ptr::<Status>::new(1024))?;
    /// assert_eq!(status.errors(prefix)?, None);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn agreed(&self) -> Option<&Agreed> {
        self.agreed.as_ref()
    }

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
        self.blocks().release(extent)?;
        self.allocator.free(store, (offset, bytes, align))
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
        self.blocks().release(extent)
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
        extent.check(self.memory.data_size(store))?;
        self.blocks().hold(extent)
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
        self.blocks().len()
    }

    /// A function that the guest exports, its signature checked. `Args` and `Ret` are each one
    /// [`WasmArg`](crate::WasmArg), a tuple of them, or `()`.
    ///
    /// ```
    /// # use shared_abi::{Ptr, PtrMut};
    /// # use shared_abi_wasmtime::{Expect, Guest, GuestError};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str(r#"(module (memory (export "memory") 1)
    /// #     (func (export "nth") (param i32 i32) (result i32)
    /// #         (i32.add (local.get 0) (i32.mul (i32.const 4) (local.get 1)))))"#)?;
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing())?;
    /// // `extern "C" fn nth(start: *const u32, index: u32) -> *mut u32`
    /// let nth = guest.func::<(Ptr<u32>, u32), PtrMut<u32>>(&mut store, "nth")?;
    /// assert_eq!(nth.call(&mut store, (Ptr::new(16), 2))?.offset(), 24);
    ///
    /// let error = guest.func::<Ptr<u32>, ()>(&mut store, "nth").unwrap_err();
    /// assert_eq!(error.to_string(), "`nth` is (i32, i32) -> (i32), not (i32) -> ()");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the guest exports no such function, or one of another signature; and if the guest was made
    /// [from a caller](Self::from_caller).
    ///
    /// # Panics
    /// If the guest isn't of this store.
    pub fn func<Args: WasmArgs, Ret: WasmArgs>(
        &self,
        mut store: impl AsContextMut,
        name: &str,
    ) -> Result<GuestFunc<Args, Ret>, GuestError> {
        let function = || name.to_owned();
        let instance = self
            .instance
            .ok_or_else(|| GuestError::NoInstance { function: function() })?;
        let func = instance
            .get_func(&mut store, name)
            .ok_or_else(|| GuestError::NoFunction { function: function() })?;
        GuestFunc::new(store, name, func)
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
        extent.offset = self.allocator.alloc(&mut store, size, align)?;
        if extent.offset == 0 {
            let size = extent.size;
            return Err(GuestError::OutOfMemory { size, align });
        }
        // The memory as it is now: the allocator may have grown it.
        extent.check(self.memory.data_size(&store))?;
        self.blocks().hold(extent)?;
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

    fn blocks(&self) -> MutexGuard<'_, Blocks> {
        // The lock is held for single operations that leave nothing half done.
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guest({} blocks held)", self.held_blocks())
    }
}

/// The memory among a guest's exports.
fn unshared(export: Option<Extern>) -> Result<Memory, GuestError> {
    match export {
        Some(Extern::Memory(memory)) => Ok(memory),
        Some(Extern::SharedMemory(_)) => Err(GuestError::SharedMemory {
            memory: MEMORY.to_owned(),
        }),
        _ => Err(GuestError::NoMemory),
    }
}
