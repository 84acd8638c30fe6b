//! The demo: a host that shares structs with a WebAssembly guest. `--help` lists its scenarios.

#![forbid(unsafe_code)]

mod confusion;
mod embedded;
mod imports;
mod recording;
mod sandbox;
mod scenario;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::{Parser, ValueEnum as _};

use crate::scenario::Scenario;

/// Shares structs between a WebAssembly guest and this native host, in the same bytes
#[derive(Parser)]
#[command(name = "host-demo")]
struct Cli {
    /// What to run; everything, if not given
    scenario: Option<Scenario>,

    /// CSV with the recordings for `hub`; the repository's data, if not given
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

impl Cli {
    fn run(&self, out: &mut dyn Write) -> Result<()> {
        ensure!(
            !embedded::GUEST.is_empty(),
            "built outside of its repository, so without a guest; build it there"
        );
        let input = self.input.as_deref();
        if let Some(scenario) = self.scenario {
            ensure!(
                input.is_none() || scenario.reads_data(),
                "`{}` reads no data; --input is for `hub`",
                scenario.name()
            );
            return scenario.run(out, input);
        }
        for (index, scenario) in Scenario::value_variants().iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            scenario.run(out, input)?;
        }
        Ok(())
    }
}

fn main() -> ExitCode {
    let result = Cli::parse().run(&mut io::stdout().lock());
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Who reads the output, such as `head`, has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
