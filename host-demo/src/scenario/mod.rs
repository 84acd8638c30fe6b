//! The scenarios, by name.

mod append;
mod expensive_calc;
mod hostile;
mod hub;
mod list;
mod repeat;
mod stale;

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;

/// A scenario. The comments are what `--help` says of it.
#[derive(Clone, Copy, ValueEnum)]
pub enum Scenario {
    /// A sensor hub: the guest learns activities from recordings, and the host walks its list of verdicts
    Hub,
    /// A linked list with native pointers: built by the guest, changed by the host, in place
    List,
    /// A string in, a longer one out
    Append,
    /// A string multiplier whose guest fetches its input through host functions
    Repeat,
    /// A calculation that writes its results to memory made by the host
    ExpensiveCalc,
    /// A guest that was built from older types is refused, with the difference; today's runs
    Stale,
    /// A guest that lies in eleven ways, each of which ends in an error
    Hostile,
}

impl Scenario {
    pub fn name(self) -> String {
        let value = self.to_possible_value().expect("no scenario is skipped");
        value.get_name().to_owned()
    }

    pub const fn reads_data(self) -> bool {
        matches!(self, Self::Hub)
    }

    pub fn run(self, out: &mut dyn Write, input: Option<&Path>) -> Result<()> {
        writeln!(out, "== {}", self.name())?;
        match self {
            Self::Hub => hub::run(out, input),
            Self::List => list::run(out),
            Self::Append => append::run(out),
            Self::Repeat => repeat::run(out),
            Self::ExpensiveCalc => expensive_calc::run(out),
            Self::Stale => stale::run(out),
            Self::Hostile => hostile::run(out),
        }
    }
}
