//! A guest that was built from older types: it doesn't start.

use std::io::Write;

use anyhow::{Result, bail};
use shared_abi_wasmtime::{GuestError, ManifestError};

use super::hub;
use crate::embedded;
use crate::recording::{self, Split};
use crate::sandbox::Sandbox;

pub fn run(out: &mut dyn Write) -> Result<()> {
    let Err(error) = Sandbox::load_wasm(embedded::GUEST_BEFORE, &hub::expect()) else {
        bail!("the guest of older types was started");
    };
    let Some(GuestError::Manifest(ManifestError::Mismatch(mismatch))) = error.downcast_ref() else {
        return Err(error);
    };
    writeln!(out, "  the guest of older types is refused:")?;
    for change in mismatch.to_string().lines() {
        writeln!(out, "    {change}")?;
    }

    let recordings = recording::read(None)?;
    let (train, test): (Vec<_>, Vec<_>) = recordings
        .iter()
        .partition(|recording| recording.split == Split::Train);
    let (confusion, _) = hub::label(&train, &test)?;
    let (right, total) = (confusion.right(), confusion.total());
    writeln!(
        out,
        "  the guest of today's types runs: {right} of {total} are right"
    )?;
    Ok(())
}
