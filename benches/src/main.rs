//! Compares shared-abi with the other ways of sharing structs with a wasm guest: speed, user code and build cost.

mod approach;
mod artifacts;
mod caller;
mod derive_cost;
mod guest;
mod measure;
mod report;
mod rows;
mod user_code;

use anyhow::{Context, Result, bail};
use artifacts::Artifacts;
use rows::rows;
use std::env;

const USAGE: &str = "\
Usage: cargo run --release -- [TABLE]... [--rounds N]

Compares shared-abi with the other ways of sharing structs with a wasm guest.

W1 read      the host reads every field of 100,000 records of 32 bytes in the guest's memory
W2 list      the host walks the guest's list of 100,000 nodes, in memory order and shuffled
W3 call      a message of 64 bytes goes through a call of the guest and comes back changed
W4 write     the host writes the 100,000 records to the guest's memory

Tables, all by default:
  speed       the four workloads, as ratios to raw pointers
  code        lines of user code that they take
  derive      what the derive adds to a build
  caller      how a host function gets at the guest that calls it

Options:
  --rounds N  how often each approach is measured [default: 101]
  --help      print this";

const NOTES: &str = "\
All in one run: each round measures every approach, in a new order, and a sample counts only if its checksum is right.
The second row is a control: raw pointers again. The rows that work in place read and write the same bytes.
Postcard and JSON pay for the host's half in W1 and W4 (the guest encodes before, and decodes after, the clock runs) and
for both halves in W3; the component model pays for the call that carries the list.
W2 has no figure for the component model, postcard and JSON: they can't express a pointer, so that a list would have to
be flattened first. wiggle's range check isn't marked for inlining, so that its figures differ by up to a factor of
three with how the compiler happens to split a crate.";

fn main() -> Result<()> {
    let Some(options) = Options::parse(env::args().skip(1))? else {
        println!("{USAGE}");
        return Ok(());
    };
    if options.prints("speed") || options.prints("code") {
        let mut rows = rows(&Artifacts::build()?)?;
        if options.prints("speed") {
            let subjects = rows.iter_mut().map(|row| (row.name, &mut *row.subject));
            let figures = measure::measure(subjects, options.rounds)?;
            let rows = rows
                .iter()
                .map(|row| row.name)
                .zip(figures.iter().map(Vec::as_slice));
            report::speed(rows, options.rounds);
            println!("\n{NOTES}\n");
        }
        if options.prints("code") {
            let rows = rows.iter().filter(|row| !row.sources.is_empty());
            report::code(rows.map(|row| (row.name, user_code::count(row.sources))));
            println!();
        }
    }
    if options.prints("derive") {
        report::derive_cost(&derive_cost::measure()?, derive_cost::STRUCTS);
    }
    if options.prints("caller") {
        report::caller(&caller::measure(options.rounds)?);
    }
    Ok(())
}

struct Options {
    tables: Vec<String>,
    rounds: usize,
}

impl Options {
    /// `None` if help was asked for.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>> {
        let mut options = Self {
            tables: Vec::new(),
            rounds: 101,
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--rounds" => {
                    let value = arguments.next().context("--rounds needs a number")?;
                    let rounds = value.parse().ok().filter(|&rounds| rounds > 0);
                    options.rounds =
                        rounds.with_context(|| format!("--rounds needs a number above 0, not `{value}`"))?;
                }
                "speed" | "code" | "derive" | "caller" => options.tables.push(argument),
                _ => bail!("unknown argument `{argument}`\n\n{USAGE}"),
            }
        }
        Ok(Some(options))
    }

    fn prints(&self, table: &str) -> bool {
        self.tables.is_empty() || self.tables.iter().any(|asked| asked == table)
    }
}
