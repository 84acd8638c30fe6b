//! What a module must be to become a guest: one memory, of 32-bit offsets, not shared, that the host can find.

use wasmtime::{AsContextMut, Extern, ExternType, ImportType, Linker, Memory, MemoryType, Module};

use crate::error::GuestError;

/// The name under which compilers export a module's memory.
pub(crate) const MEMORY: &str = "memory";

/// Where a module's only memory is to be found.
pub(crate) enum Home<'m> {
    Exported,
    Imported(ImportType<'m>),
}

/// Checks a module's memory, before it is instantiated.
pub(crate) fn check(module: &Module) -> Result<Home<'_>, GuestError> {
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
        if let ExternType::Memory(ty) = import.ty() {
            check_type(&ty, || format!("{}.{}", import.module(), import.name()))?;
        }
        return Ok(Home::Imported(import));
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

/// The memory that `linker` has for the import, if it has one; a missing one is the instantiation's error.
pub(crate) fn imported<T: 'static>(
    store: impl AsContextMut<Data = T>,
    linker: &Linker<T>,
    import: &ImportType<'_>,
) -> Result<Option<Memory>, GuestError> {
    match linker
        .try_get_by_import(store, import)
        .map_err(GuestError::Instantiate)?
    {
        Some(Extern::Memory(memory)) => Ok(Some(memory)),
        Some(Extern::SharedMemory(_)) => Err(GuestError::SharedMemory {
            memory: format!("{}.{}", import.module(), import.name()),
        }),
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
