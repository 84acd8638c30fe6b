//! The command line of [`shared-abi`](https://docs.rs/shared-abi): `shared-abi`, and the same as `cargo shared-abi`.
//!
//! It prints the layouts that a .wasm, a lock file or a package has, compares them, and writes the lock file. Each
//! command has a file of its name; `shared-abi --help` describes them.
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

use crate::args::{Cli, Command};
use crate::error::Error;
use crate::voice::Voice;

pub use crate::args::Program;

/// What a command found, as the program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It did what it was asked, or found no difference but allowed ones.
    Fine,
    /// It found a difference that isn't allowed.
    Differs,
}

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
            dispatch(cli)
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

fn dispatch(cli: Cli) -> Result<Outcome, Error> {
    let Cli {
        command,
        format,
        color,
        quiet,
    } = cli;
    let voice = Voice {
        format,
        color,
        quiet,
        muted: false,
    };
    match command {
        Command::Show(args) => command::show::run(&args, voice),
        Command::Diff(args) => command::diff::run(&args, voice),
        Command::Lock(args) => command::lock::run(&args, voice),
        Command::Check(args) => command::check::run(&args, voice),
        Command::Completions { shell } => command::generate::completions(shell),
        Command::Man { dir } => command::generate::man(dir.as_deref()),
    }
}
