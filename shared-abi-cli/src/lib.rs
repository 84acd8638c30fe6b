//! The command line of [`shared-abi`](https://docs.rs/shared-abi): `shared-abi`, and the same as `cargo shared-abi`.
//!
//! It prints the layouts that a .wasm, a lock file or a package has, compares them, and writes the lock file;
//! `shared-abi --help` describes its commands. What each of them does stands in `command/`, where layouts come from in
//! `build/`, and what is printed in `output/`. The last two know neither each other nor the commands.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod args;
mod build;
mod command;
mod error;
mod output;
mod printable;
mod style;
mod voice;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches as _;

use crate::args::Cli;
use crate::command::outcome::Outcome;

pub use crate::args::Program;

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(program: Program, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match args::command(program).try_get_matches_from(args::without_subcommand(program, args)) {
        Ok(matches) => matches,
        // Help and the version arrive here too, with the exit code 0.
        Err(error) => error.exit(),
    };
    let result = match Cli::from_arg_matches(&matches) {
        Ok(cli) => {
            cli.color.write_global();
            command::run(cli)
        }
        Err(error) => error.exit(),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::from(1),
        Err(error) => {
            voice::print_error(&error);
            ExitCode::from(2)
        }
    }
}
