//! `Guest`: an instantiated module whose types are the host's, its memory, its allocator and its functions.

mod allocation;
mod caller;
mod instantiate;
mod last;
mod load;
mod memory;
mod registry;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use shared_abi_manifest::Compatibility;
use wasmtime::{AsContextMut, Instance, Memory};

use crate::allocator::Allocator;
use crate::call::{GuestFunc, WasmArgs};
use crate::error::GuestError;
use crate::ledger::Ledger;

/// A guest: an instantiated module with one 32-bit linear memory.
///
/// A `Guest` borrows nothing. Every method takes the store, or inside of a host function the
/// [`Caller`](wasmtime::Caller); clones are cheap, stand for the same guest and know the same blocks. Host functions
/// find the guest that calls with [`from_caller`](Self::from_caller); where each nanosecond counts, keep a clone in the
/// store's data:
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
/// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
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
    memory: Memory,
    /// None if the guest called before its instance was known.
    instance: Option<Instance>,
    shared: Arc<Shared>,
}

/// What the clones of a guest have in common.
struct Shared {
    allocator: Allocator,
    /// Empty as long as nothing was compared.
    compatibility: OnceLock<Compatibility>,
    /// One for each guest, whatever ways lead to it. Never locked while the guest runs, since it may call back.
    ledger: Arc<Mutex<Ledger>>,
}

impl Guest {
    /// What the comparison of the guest's types with the host's came to: how much the guest has of each type that may
    /// grow. `None` if nothing was compared: of a guest that is neither [loaded](Self::load) nor made of a
    /// [`CheckedModule`](crate::CheckedModule).
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
    /// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
    /// # let older_wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\") (memory (export \"memory\") 1))"))?;
    /// // A guest that was built before `errors` was added.
    /// let guest = Guest::load(&mut store, &linker, &older_wasm, &Expect::types::<Status>())?;
    /// let compatibility = guest.compatibility().expect("it was loaded");
    /// let prefix = compatibility.prefix::<Status>().expect("it was expected");
    /// let status = guest.memory(&store).get(Ptr::<Status>::new(1024))?;
    /// assert_eq!(status.errors(prefix)?, None);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn compatibility(&self) -> Option<&Compatibility> {
        self.shared.compatibility.get()
    }

    /// The former name of [`compatibility`](Self::compatibility).
    ///
    /// ```
    /// # #![allow(deprecated)]
    /// # use shared_abi_wasmtime::{Expect, Guest};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # let engine = Engine::default();
    /// # let mut store = Store::new(&engine, ());
    /// # let wasm = wat::parse_str("(module (memory (export \"memory\") 1))").unwrap();
    /// # let guest = Guest::load(&mut store, &Linker::new(&engine), &wasm, &Expect::nothing()).unwrap();
    /// assert_eq!(guest.agreed().is_some(), guest.compatibility().is_some());
    /// ```
    #[deprecated = "renamed to `compatibility`"]
    #[must_use]
    pub fn agreed(&self) -> Option<&Compatibility> {
        self.compatibility()
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
    /// If the guest exports no such function, or one of another signature; and if the guest was found
    /// [through a caller](Self::from_caller) whose instance isn't known.
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
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guest({} blocks held)", self.held_blocks())
    }
}
