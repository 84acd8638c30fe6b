//! What the guest imports from its host.

use demo_types::repeat::Input;
use shared_abi::PtrMut;
use shared_abi_wasmtime::Guest;
use wasmtime::{Caller, Linker, Result};

/// The name that the guest is to repeat.
pub const NAME: &str = "Rust";

/// How often.
pub const NUM: u32 = 10;

/// Defines the functions of the module `host`.
pub fn define(linker: &mut Linker<()>) -> Result<()> {
    linker.func_wrap("host", "get_input_size", || NAME.len() as u32)?;
    linker.func_wrap("host", "get_input", |caller: Caller<'_, ()>, input: u32| {
        get_input(caller, PtrMut::new(input))
    })?;
    Ok(())
}

/// Fills in what the guest points to: `num`, and the buffer that `name` names.
fn get_input(mut caller: Caller<'_, ()>, pointer: PtrMut<Input>) -> Result<()> {
    let guest = Guest::from_caller(&mut caller)?;
    let mut memory = guest.memory_mut(&mut caller);
    let buffer = memory.shared().get(pointer)?.name;
    // An error if the guest's buffer is too large or too small.
    memory.write_slice(buffer, NAME.as_bytes())?;
    memory.get_mut(pointer)?.num = NUM;
    Ok(())
}
