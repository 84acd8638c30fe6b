//! The guest that calls a host function.

use std::sync::Arc;

use wasmtime::Caller;

use super::Guest;
use crate::admission::{self, MEMORY};
use crate::allocator::Allocator;
use crate::error::GuestError;

impl Guest {
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
        let memory = admission::exported(caller.get_export(MEMORY))?;
        admission::check_type(&memory.ty(&*caller), || MEMORY.to_owned())?;
        Ok(Self {
            instance: None,
            memory,
            allocator: Allocator::find(|name| caller.get_export(name)),
            agreed: None,
            ledger: Arc::default(),
        })
    }
}
