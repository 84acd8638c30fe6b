//! Shell completions and man pages, from the command line itself.

use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::{Program, command};
use crate::command::outcome::Outcome;
use crate::error::Error;
use crate::output::print::print;

/// `shared-abi completions`.
pub(crate) fn completions(shell: Shell) -> Result<Outcome, Error> {
    let mut command = command(Program::SharedAbi);
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}

/// `shared-abi man`.
pub(crate) fn man(dir: Option<&Path>) -> Result<Outcome, Error> {
    let command = command(Program::SharedAbi);
    if let Some(dir) = dir {
        let failed = |error| Error::Write {
            path: dir.to_owned(),
            error,
        };
        clap_mangen::generate_to(command, dir).map_err(failed)?;
        return Ok(Outcome::Fine);
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Error::Output)?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Fine)
}
