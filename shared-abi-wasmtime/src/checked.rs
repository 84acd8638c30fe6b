//! `CheckedModule`: a module that was compared with what the host relies on, once, to be instantiated many times.

use std::fmt;
use std::fs;
use std::path::Path;

use shared_abi_manifest::{Compatibility, Expect, Manifest, ManifestError};
use wasmtime::{AsContextMut, Engine, Instance, Linker, Module};

use crate::admission::{self, Home};
use crate::error::GuestError;
use crate::guest::Guest;

/// A compiled module that has the host's types.
///
/// Its [manifest](shared_abi::manifest) was compared with what the host relies on and its memory was looked at, once.
/// Each guest that it becomes keeps the result, [`Guest::compatibility`]. For a module that is instantiated once,
/// [`Guest::load`] does all of it.
///
/// ```
/// use shared_abi::{Ptr, SharedAbi};
/// use shared_abi_wasmtime::{CheckedModule, Expect};
/// use wasmtime::{Engine, Linker, Store};
///
/// #[derive(SharedAbi)]
/// #[repr(C)]
/// struct Point { x: i32, y: i32 }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let body = "struct Point, size 8, align 4\n    x: i32, offset 0, size 4\n    y: i32, offset 4, size 4\n";
/// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
/// # let wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\")
/// #     (memory (export \"memory\") 1) (data (i32.const 16) \"\\07\"))"))?;
/// let engine = Engine::default();
/// let checked = CheckedModule::new(&engine, &wasm, &Expect::types::<Point>())?; // compared and compiled
/// let linker = Linker::new(&engine);
/// for _ in 0..3 {
///     let mut store = Store::new(&engine, ());
///     let guest = checked.instantiate(&mut store, &linker)?; // neither read nor compared again
///     assert_eq!(guest.memory(&store).get(Ptr::<Point>::new(16))?.x, 7);
///     assert!(guest.compatibility().is_some());
/// }
/// # Ok(())
/// # }
/// ```
///
/// Clones are cheap and stand for the same module.
///
/// # Modules that are compiled already
///
/// With [`Config::cache`](wasmtime::Config), wasmtime's own cache, there is nothing to do: it is asked for the bytes that
/// are compiled here. A module that the embedder compiled earlier, and deserializes, has lost its custom sections: keep
/// the .wasm beside it, or the manifest's section, and see [`from_module`](Self::from_module).
#[derive(Clone)]
pub struct CheckedModule {
    module: Module,
    home: Home,
    compatibility: Compatibility,
}

impl CheckedModule {
    /// Compares a module's [manifest](shared_abi::manifest) with what the host relies on, and compiles the module.
    ///
    /// A module that was built from other types than `expect` has isn't even compiled. Name all types that the host
    /// follows the guest's offsets to, or puts into the guest; [`Expect::nothing`] is for guests that share no struct.
    ///
    /// ```
    /// use shared_abi_wasmtime::{CheckedModule, Expect, GuestError};
    /// use wasmtime::Engine;
    ///
    /// let wasm = wat::parse_str("(module (memory (export \"memory\") i64 1))").unwrap();
    /// let error = CheckedModule::new(&Engine::default(), wasm, &Expect::nothing()).unwrap_err();
    /// assert!(matches!(error, GuestError::Memory64 { .. }));
    /// ```
    ///
    /// # Errors
    /// If the manifest can't be read, or isn't what the host relies on; if the bytes are no valid module; or if its
    /// memory can't be shared with the host (none, several, memory64, or shared between threads).
    pub fn new(engine: &Engine, wasm: impl AsRef<[u8]>, expect: &Expect) -> Result<Self, GuestError> {
        let wasm = wasm.as_ref();
        let compatibility = expect.check_wasm(wasm)?;
        let module = Module::new(engine, wasm).map_err(GuestError::Compile)?;
        Self::with(module, compatibility)
    }

    /// Reads a .wasm, and does what [`new`](Self::new) does.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{CheckedModule, Expect, GuestError, ManifestError};
    /// # use wasmtime::Engine;
    /// let error = CheckedModule::from_file(&Engine::default(), "no/such.wasm", &Expect::nothing()).unwrap_err();
    /// assert!(matches!(error, GuestError::Manifest(ManifestError::Io(_))));
    /// ```
    ///
    /// # Errors
    /// If the file can't be read, and as [`new`](Self::new).
    pub fn from_file(engine: &Engine, path: impl AsRef<Path>, expect: &Expect) -> Result<Self, GuestError> {
        let wasm = fs::read(path).map_err(ManifestError::Io)?;
        Self::new(engine, wasm, expect)
    }

    /// Compares the manifest of a module that is compiled already, as one that was deserialized.
    ///
    /// A [`Module`] keeps no custom sections, so nothing can tell whether `manifest` is that of `module`: that both are
    /// of the same .wasm is the embedder's word. A wrong one leads to wrong values, never to undefined behaviour.
    ///
    /// ```
    /// use shared_abi_wasmtime::{CheckedModule, Expect, Manifest};
    /// use wasmtime::{Engine, Module};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # #[derive(shared_abi::SharedAbi)]
    /// # #[repr(C)]
    /// # struct Point { x: i32 }
    /// # let body = "struct Point, size 4, align 4\n    x: i32, offset 0, size 4\n";
    /// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
    /// # let wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\") (memory (export \"memory\") 1))"))?;
    /// # let engine = Engine::default();
    /// // When the guest is built:
    /// let compiled = Module::new(&engine, &wasm)?.serialize()?;
    /// // Later, with the .wasm beside it, of which only the manifest is read:
    /// // SAFETY: these are the bytes that `serialize` wrote.
    /// let module = unsafe { Module::deserialize(&engine, &compiled) }?;
    /// let checked = CheckedModule::from_module(module, &Manifest::from_wasm(&wasm)?, &Expect::types::<Point>())?;
    /// # assert!(checked.compatibility().prefix::<Status>().is_none());
    /// # #[derive(shared_abi::SharedAbi)]
    /// # #[repr(C)]
    /// # #[shared_abi(extensible)]
    /// # struct Status { load: u32 }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the manifest isn't what the host relies on, or if the module's memory can't be shared with the host.
    pub fn from_module(module: Module, manifest: &Manifest, expect: &Expect) -> Result<Self, GuestError> {
        Self::with(module, expect.check(manifest)?)
    }

    fn with(module: Module, compatibility: Compatibility) -> Result<Self, GuestError> {
        Ok(Self {
            home: admission::check(&module)?,
            module,
            compatibility,
        })
    }

    /// Makes a guest of it: a new instance, initialized if it is a WASI reactor.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{CheckedModule, Expect};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let wasm = wat::parse_str("(module (memory (export \"memory\") 1) (func (export \"nine\") (result i32) i32.const 9))")?;
    /// let checked = CheckedModule::new(&engine, wasm, &Expect::nothing())?;
    /// let mut store = Store::new(&engine, ());
    /// let guest = checked.instantiate(&mut store, &Linker::new(&engine))?;
    /// assert_eq!(guest.func::<(), u32>(&mut store, "nine")?.call(&mut store, ())?, 9);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If an import is missing or of another type, if its start function fails, or if store, linker and module aren't all
    /// of one engine.
    ///
    /// # Panics
    /// If the linker defines an item of another store.
    pub fn instantiate<T: 'static>(
        &self,
        store: impl AsContextMut<Data = T>,
        linker: &Linker<T>,
    ) -> Result<Guest, GuestError> {
        Guest::start(store, linker, &self.module, &self.home, Some(&self.compatibility))
    }

    /// The guest in an instance of it that the embedder made itself: with an
    /// [`InstancePre`](wasmtime::InstancePre), or asynchronously.
    ///
    /// The module must export its memory as `memory`: what memory an instance imported can't be seen from outside.
    /// The instance counts as initialized.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{CheckedModule, Expect};
    /// # use wasmtime::{Engine, Linker, Store};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let engine = Engine::default();
    /// # let linker = Linker::new(&engine);
    /// # let wasm = wat::parse_str("(module (memory (export \"memory\") 1))")?;
    /// let checked = CheckedModule::new(&engine, wasm, &Expect::nothing())?;
    /// let linked = linker.instantiate_pre(checked.module())?; // imports looked up once
    /// # let mut store = Store::new(&engine, ());
    /// let instance = linked.instantiate(&mut store)?;
    /// let guest = checked.guest(&mut store, &instance)?;
    /// assert!(guest.compatibility().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If it is an instance of another module, or if it doesn't export its memory.
    ///
    /// # Panics
    /// If the instance isn't of this store.
    pub fn guest(&self, mut store: impl AsContextMut, instance: &Instance) -> Result<Guest, GuestError> {
        if !Module::same(instance.module(store.as_context_mut()), &self.module) {
            return Err(GuestError::OtherModule);
        }
        Guest::in_instance(store, instance, &self.home, None, Some(&self.compatibility))
    }

    /// The compiled module, for what wasmtime does with one: to link it, to look at its exports, to serialize it.
    ///
    /// ```
    /// # use shared_abi_wasmtime::{CheckedModule, Expect};
    /// # use wasmtime::Engine;
    /// # let wasm = wat::parse_str("(module (memory (export \"memory\") 1))").unwrap();
    /// # let checked = CheckedModule::new(&Engine::default(), wasm, &Expect::nothing()).unwrap();
    /// assert_eq!(checked.module().exports().len(), 1);
    /// ```
    #[must_use]
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// What the comparison came to: how much the module has of each type that may grow.
    ///
    /// ```
    /// use shared_abi::SharedAbi;
    /// use shared_abi_wasmtime::{CheckedModule, Expect};
    /// # use wasmtime::Engine;
    ///
    /// #[derive(SharedAbi)]
    /// #[repr(C)]
    /// #[shared_abi(extensible)]
    /// struct Status { uptime: u64 }
    ///
    /// # let body = "struct Status, size 8, align 8, extensible\n    uptime: u64, offset 0, size 8\n";
    /// # let record = shared_abi_manifest::record(body).replace('\n', "\\n");
    /// # let wasm = wat::parse_str(format!("(module (@custom \"shared-abi\" \"{record}\") (memory (export \"memory\") 1))")).unwrap();
    /// let checked = CheckedModule::new(&Engine::default(), wasm, &Expect::types::<Status>()).unwrap();
    /// assert!(checked.compatibility().prefix::<Status>().is_some());
    /// ```
    #[must_use]
    pub fn compatibility(&self) -> &Compatibility {
        &self.compatibility
    }
}

impl fmt::Debug for CheckedModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckedModule({:?})", self.compatibility)
    }
}
