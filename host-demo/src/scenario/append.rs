//! A string in, a longer one out: alloc, call, read.

use std::io::Write;

use anyhow::Result;
use shared_abi::{Ptr, PtrMut, Str};
use shared_abi_wasmtime::Expect;

use crate::sandbox::Sandbox;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Sandbox { mut store, guest } = Sandbox::load(&Expect::types::<Str>())?;
    let append = guest.func::<PtrMut<Str>, Ptr<Str>>(&mut store, "append")?;

    let text = "The input string";
    writeln!(out, "  in:  {text}")?;
    let text = guest.alloc_str(&mut store, text)?;
    let argument = guest.alloc(&mut store, &text)?;

    let result = append.call(&mut store, argument)?;
    let memory = guest.memory(&store);
    let longer = memory.str(*memory.get(result)?)?;
    writeln!(out, "  out: {longer}")?;
    Ok(())
}
