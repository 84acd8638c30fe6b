//! The string multiplier: the guest asks for its input, and the host writes it where the guest wants it.

use std::io::Write;

use anyhow::Result;
use demo_types::repeat::{Input, Output};
use shared_abi::{Ptr, PtrMut};
use shared_abi_wasmtime::Guest;
use wasmtime::{Caller, Linker};

use crate::sandbox::Sandbox;

const NAME: &str = "Rust";
const NUM: u32 = 10;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Sandbox { mut store, guest } = Sandbox::load()?;
    let repeat = guest.func::<(), Ptr<Output>>(&mut store, "repeat")?;
    writeln!(out, "  in:  {NAME:?} and {NUM}")?;

    let output = repeat.call(&mut store, ())?;
    let memory = guest.memory(&store);
    let names = memory.get(output)?.names()?;
    let names: Vec<&str> = names
        .iter()
        .map(|name| memory.str(*name))
        .collect::<Result<_, _>>()?;
    writeln!(out, "  out: {}", names.join(" "))?;
    Ok(())
}

/// What the guest imports from its host.
pub fn add_host_functions(linker: &mut Linker<()>) -> Result<()> {
    linker.func_wrap("host", "get_input_size", || NAME.len() as u32)?;
    linker.func_wrap("host", "get_input", |mut caller: Caller<'_, ()>, input: u32| {
        let guest = Guest::from_caller(&mut caller)?;
        let mut memory = guest.memory_mut(&mut caller);
        let mut input = memory.get_mut(PtrMut::<Input>::new(input))?;
        input.num = NUM;
        // An error if the buffer has another length than the name.
        input.name()?.copy_from_slice(NAME.as_bytes());
        Ok(())
    })?;
    Ok(())
}
