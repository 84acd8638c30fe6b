//! The guest that calls a host function.

use wasmtime::Caller;

use super::registry::Registry;
use super::{Guest, last};
use crate::admission::{self, MEMORY};
use crate::allocator::Allocator;
use crate::error::GuestError;

impl Guest {
    /// The guest that is calling a host function.
    ///
    /// It is the guest that was [loaded](Self::load), or otherwise made of the caller's instance: with the same blocks, the
    /// same [compatibility](Self::compatibility) and its functions. The module must export its memory as `memory`.
    ///
    /// Before its instance is known, which is in a start function, or if the embedder makes the instance itself, a
    /// caller's guest can't look for functions by name ([`GuestFunc::new`](crate::GuestFunc::new) wraps those that
    /// [`Caller::get_export`] finds). A guest without an allocator isn't recognized either while its memory has no bytes, or
    /// if its module imports the memory that it exports: another instance may have the same.
    ///
    /// It takes about four times as long as a clone from the store's data, as [`Guest`] shows one, and longer where many
    /// guests of a store call in turn. In a host function that is called millions of times a second, use the clone.
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
        if let Some(guest) = last::recognize(caller) {
            return Ok(guest);
        }
        let registry = Registry::of(&mut *caller);
        if let Some((guest, own_memory)) = registry.recognize(caller) {
            last::keep(&registry, &guest, own_memory);
            return Ok(guest);
        }
        let memory = admission::exported(caller.get_export(MEMORY))?;
        admission::check_type(&memory.ty(&*caller), || MEMORY.to_owned())?;
        let allocator = Allocator::find(|name| caller.get_export(name));
        Ok(registry.meet(caller, memory, allocator))
    }
}
