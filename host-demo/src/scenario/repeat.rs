//! The string multiplier: the guest asks for its input, and the host writes it where the guest wants it.

use std::io::Write;

use anyhow::{Result, ensure};
use demo_types::repeat::{Input, Output};
use shared_abi::Ptr;
use shared_abi_wasmtime::Expect;

use crate::imports::{NAME, NUM};
use crate::sandbox::Sandbox;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Sandbox { mut store, guest } = Sandbox::load(&Expect::types::<(Input, Output)>())?;
    let repeat = guest.func::<(), Ptr<Output>>(&mut store, "repeat")?;
    writeln!(out, "  in:  {NAME}, {NUM} times")?;

    let output = repeat.call(&mut store, ())?;
    let memory = guest.memory(&store);
    let names = memory.get(output)?.names()?;
    ensure!(
        names.len() == NUM as usize,
        "{} names instead of {NUM}",
        names.len()
    );
    write!(out, "  out:")?;
    for name in names.iter() {
        write!(out, " {}", memory.str(*name)?)?;
    }
    writeln!(out)?;
    Ok(())
}
