//! Loading: a module's bytes become a guest in one step.

use shared_abi_manifest::Expect;
use wasmtime::{AsContextMut, Linker};

use super::Guest;
use crate::checked::CheckedModule;
use crate::error::GuestError;

impl Guest {
    /// Compares a module's [manifest](shared_abi::manifest) with what the host relies on, compiles the module for the
    /// store's engine, and instantiates it: a [`CheckedModule`] that becomes one guest. To start the same module many
    /// times, keep that.
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
    /// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
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
        CheckedModule::new(store.as_context_mut().engine(), wasm, expect)?.instantiate(store, linker)
    }
}
