//! What a module must be to become a guest: one memory, of 32-bit offsets, not shared, that the host can find.

use std::sync::Arc;

use wasmtime::{AsContextMut, Extern, ExternType, Linker, Memory, MemoryType, Module};

use crate::error::GuestError;

/// The name under which compilers export a module's memory.
pub(crate) const MEMORY: &str = "memory";

/// Where a module's only memory is to be found.
#[derive(Clone)]
pub(crate) enum Home {
    /// The module defines it, and exports it as [`MEMORY`].
    Exported,
    /// It comes from outside, under these names of a module and of an item. The module may export it all the same.
    Imported(Arc<(String, String)>),
}

/// Checks a module's memory, before it is instantiated.
pub(crate) fn check(module: &Module) -> Result<Home, GuestError> {
    let mut imported = module
        .imports()
        .filter(|import| matches!(import.ty(), ExternType::Memory(_)));
    let import = imported.next();
    let defined = module.resources_required().num_memories as usize;
    let count = defined + usize::from(import.is_some()) + imported.count();
    if count > 1 {
        return Err(GuestError::MultiMemory { count });
    }
    if let Some(import) = import {
        let names = (import.module().to_owned(), import.name().to_owned());
        if let ExternType::Memory(ty) = import.ty() {
            check_type(&ty, || path(&names))?;
        }
        return Ok(Home::Imported(Arc::new(names)));
    }
    match module.get_export(MEMORY) {
        Some(ExternType::Memory(ty)) => {
            check_type(&ty, || MEMORY.to_owned())?;
            Ok(Home::Exported)
        }
        _ => Err(GuestError::NoMemory),
    }
}

/// Checks that a memory has 32-bit offsets and isn't shared.
pub(crate) fn check_type(ty: &MemoryType, name: impl FnOnce() -> String) -> Result<(), GuestError> {
    if ty.is_64() {
        return Err(GuestError::Memory64 { memory: name() });
    }
    if ty.is_shared() {
        return Err(GuestError::SharedMemory { memory: name() });
    }
    Ok(())
}

/// The memory that `linker` has under these names, if it has one; a missing one is the instantiation's error.
pub(crate) fn imported<T: 'static>(
    store: impl AsContextMut<Data = T>,
    linker: &Linker<T>,
    names: &(String, String),
) -> Result<Option<Memory>, GuestError> {
    match linker.get(store, &names.0, &names.1) {
        Ok(Extern::Memory(memory)) => Ok(Some(memory)),
        Ok(Extern::SharedMemory(_)) => Err(GuestError::SharedMemory { memory: path(names) }),
        _ => Ok(None),
    }
}

/// The memory that a guest exports under its name.
pub(crate) fn exported(export: Option<Extern>) -> Result<Memory, GuestError> {
    match export {
        Some(Extern::Memory(memory)) => Ok(memory),
        Some(Extern::SharedMemory(_)) => Err(GuestError::SharedMemory {
            memory: MEMORY.to_owned(),
        }),
        _ => Err(GuestError::NoMemory),
    }
}

/// An import's name, as the runtime's errors have it.
fn path((module, name): &(String, String)) -> String {
    format!("{module}.{name}")
}
