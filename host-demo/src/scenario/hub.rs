//! The sensor hub: recordings in, verdicts out, both as the structs that they are.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use demo_types::hub::{Batch, Header, Label, Verdict};
use shared_abi::{Ptr, PtrMut};
use shared_abi_wasmtime::{Expect, GuestFunc};

use crate::confusion::Confusion;
use crate::recording::{self, Recording, Split};
use crate::sandbox::Sandbox;

/// All recordings are sampled at 10 Hz.
const INTERVAL_MS: u32 = 100;

pub fn run(out: &mut dyn Write, input: Option<&Path>) -> Result<()> {
    let recordings = recording::read(input)?;
    let (train, test): (Vec<_>, Vec<_>) = recordings
        .iter()
        .partition(|recording| recording.split == Split::Train);
    writeln!(
        out,
        "  {} recordings to learn from, {} to label",
        train.len(),
        test.len()
    )?;

    let (confusion, Copied { samples, batches }) = label(&train, &test)?;
    writeln!(out, "{confusion}")?;
    let (right, total) = (confusion.right(), confusion.total());
    writeln!(out, "  {right} of {total} are right")?;
    writeln!(
        out,
        "  copied to the guest: {samples} bytes of samples, {batches} bytes of batches, each once"
    )?;
    writeln!(
        out,
        "  copied back:         0 bytes; the verdicts are read where they stand"
    )?;
    Ok(())
}

/// What a guest that does this has to have.
pub fn expect() -> Expect {
    Expect::types::<(Batch, Verdict)>()
}

/// Lets the guest learn from the first recordings and label the others; its labels, held against the right ones.
pub fn label(train: &[&Recording], test: &[&Recording]) -> Result<(Confusion, Copied)> {
    let mut hub = Hub::start()?;
    for recording in train {
        hub.send(recording, Label::Known(recording.activity))?;
    }
    for recording in test {
        hub.send(recording, Label::Unknown)?;
    }
    Ok((hub.compare(test)?, hub.copied))
}

/// The guest, and how many bytes have been copied to it.
struct Hub {
    sandbox: Sandbox,
    receive: GuestFunc<PtrMut<Batch>, ()>,
    copied: Copied,
}

/// How many bytes have been copied to the guest.
#[derive(Clone, Copy, Default)]
pub struct Copied {
    samples: usize,
    batches: usize,
}

impl Hub {
    fn start() -> Result<Self> {
        let mut sandbox = Sandbox::load(&expect())?;
        let receive = sandbox.guest.func(&mut sandbox.store, "hub_receive")?;
        Ok(Self {
            sandbox,
            receive,
            copied: Copied::default(),
        })
    }

    /// Writes the recording to the guest's memory, and tells the guest of it.
    fn send(&mut self, recording: &Recording, label: Label) -> Result<()> {
        let Sandbox { store, guest } = &mut self.sandbox;
        let samples = guest.alloc_slice(&mut *store, &recording.samples)?;
        let batch = Batch {
            header: Header {
                recording: recording.number,
                interval_ms: INTERVAL_MS,
            },
            label,
            samples: samples.cast_const(),
        };
        let pointer = guest.alloc(&mut *store, &batch)?;
        self.copied.samples += size_of_val(recording.samples.as_slice());
        self.copied.batches += size_of_val(&batch);

        self.receive.call(&mut *store, pointer)?;
        guest.free(&mut *store, pointer)?;
        guest.free(&mut *store, samples)?;
        Ok(())
    }

    /// Compares the guest's verdicts, where they stand, with what the recordings really are.
    fn compare(&mut self, recordings: &[&Recording]) -> Result<Confusion> {
        let Sandbox { store, guest } = &mut self.sandbox;
        let verdicts = guest.func::<(), Ptr<Verdict>>(&mut *store, "hub_verdicts")?;
        let head = verdicts.call(&mut *store, ())?;
        let mut without_verdict: BTreeMap<_, _> = recordings
            .iter()
            .map(|recording| (recording.number, recording.activity))
            .collect();

        let mut confusion = Confusion::default();
        // A list with more verdicts than recordings has a cycle.
        for verdict in guest
            .memory(&*store)
            .list(head, recordings.len(), |verdict| verdict.next)
        {
            let verdict = verdict?;
            let actual = without_verdict.remove(&verdict.recording);
            let actual = actual.with_context(|| {
                format!(
                    "recording {} needs no verdict, or no second one",
                    verdict.recording
                )
            })?;
            confusion.add(actual, verdict.activity);
        }
        ensure!(
            without_verdict.is_empty(),
            "{} recordings without a verdict",
            without_verdict.len()
        );
        Ok(confusion)
    }
}
