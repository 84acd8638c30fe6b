//! What the program prints, and where.

use std::io::{self, ErrorKind, Write as _};

use crate::args::Voice;
use crate::error::Error;
use crate::printable::printable;
use crate::style::{BAD, GOOD, HINT};

/// Prints to standard output, without its colours where nobody wants them.
///
/// A reader that has seen enough, as `head` has, is no error.
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout().lock();
    finished(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

fn finished(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Error::Output),
    }
}

/// Prints the error to standard error.
pub(crate) fn print_error(error: &Error) {
    // It may quote what a file holds, or cargo's words with its colours.
    let text = printable(&anstream::adapter::strip_str(&error.to_string()).to_string());
    // If not even that can be written, the exit code still tells.
    let _ = writeln!(anstream::stderr().lock(), "{BAD}error:{BAD:#} {text}");
}

impl Voice {
    /// The same, with nothing on standard error.
    pub(crate) fn muted(self) -> Self {
        Self {
            muted: true,
            quiet: true,
            ..self
        }
    }

    /// Says on standard error what is done next, as cargo does.
    pub(crate) fn status(self, verb: &str, what: &str) {
        if !self.quiet {
            let what = printable(what);
            let _ = writeln!(anstream::stderr().lock(), "{GOOD}{verb:>12}{GOOD:#} {what}");
        }
    }

    /// Says on standard error what one should know.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet {
            let text = printable(&anstream::adapter::strip_str(text).to_string());
            let _ = writeln!(anstream::stderr().lock(), "{HINT}note:{HINT:#} {text}");
        }
    }
}
