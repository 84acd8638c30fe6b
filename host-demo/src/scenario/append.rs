//! A string in, a longer one out: alloc, call, read.

use std::io::Write;

use anyhow::Result;
use shared_abi::{Ptr, Str};
use shared_abi_wasmtime::Expect;

use crate::sandbox::Sandbox;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Sandbox { mut store, guest } = Sandbox::load(&Expect::types::<Str>())?;
    let append = guest.func::<(Ptr<u8>, u32), Ptr<Str>>(&mut store, "append")?;

    let text = "The input string";
    writeln!(out, "  in:  {text}")?;
    let text = guest.alloc_str(&mut store, text)?;
    let result = append.call(&mut store, (text.bytes().start(), text.len()))?;
    let memory = guest.memory(&store);
    let longer = memory.str(*memory.get(result)?)?;
    writeln!(out, "  out: {longer}")?;
    Ok(())
}
