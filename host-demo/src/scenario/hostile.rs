//! A guest that means harm. Whatever it hands out, the host gets an error to print.

use std::io::Write;

use anyhow::{Result, bail};
use demo_types::hostile::{Lie, Report};
use shared_abi::{AccessError, LinearMemory, Ptr};
use shared_abi_wasmtime::Expect;

use crate::sandbox::Sandbox;

/// More reports than an honest guest has.
const LIMIT: usize = 1000;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Sandbox { mut store, guest } = Sandbox::load(&Expect::types::<(Lie, Report)>())?;
    let report = guest.func::<u32, Ptr<Report>>(&mut store, "hostile_report")?;
    for lie in Lie::ALL {
        let report = report.call(&mut store, lie as u32)?;
        match read(guest.memory(&store), report) {
            Err(error) => writeln!(out, "  {:14} {error}", format!("{lie:?}"))?,
            Ok(()) => bail!("{lie:?}: the host believed it"),
        }
    }
    Ok(())
}

/// Reads all that there is to a list of reports.
fn read(memory: LinearMemory<'_>, head: Ptr<Report>) -> Result<(), AccessError> {
    memory.get(head)?;
    for report in memory.list(head, LIMIT, |report| report.next) {
        let report = report?;
        report.title()?;
        report.samples()?;
        report.next()?;
    }
    Ok(())
}
