//! `Guest`: an instantiated module whose types are the host's, its memory, its allocator and its functions.

mod allocation;
mod caller;
mod instantiate;
mod load;
mod memory;

use std::fmt;
use std::sync::{Arc, Mutex};

use shared_abi_manifest::Agreed;
use wasmtime::{AsContextMut, Instance, Memory};

use crate::allocator::Allocator;
use crate::call::{GuestFunc, WasmArgs};
use crate::error::GuestError;
use crate::ledger::Ledger;

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
    /// Never locked while the guest runs, since it may call back.
    ledger: Arc<Mutex<Ledger>>,
}

impl Guest {
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
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guest({} blocks held)", self.held_blocks())
    }
}
