//! What each command does; a command has a file of its name.

mod check;
mod diff;
mod generate;
mod lock;
pub(crate) mod outcome;
mod pattern;
mod show;

use crate::args::{Cli, Command};
use crate::command::outcome::Outcome;
use crate::error::Error;
use crate::voice::Voice;

/// Does what the command line says.
pub(crate) fn run(cli: Cli) -> Result<Outcome, Error> {
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
        Command::Show(args) => show::run(&args, voice),
        Command::Diff(args) => diff::run(&args, voice),
        Command::Lock(args) => lock::run(&args, voice),
        Command::Check(args) => check::run(&args, voice),
        Command::Completions { shell } => generate::completions(shell),
        Command::Man { dir } => generate::man(dir.as_deref()),
    }
}
