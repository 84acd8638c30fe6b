//! How the program talks, and what it says on standard error: how it gets on, what one should know, why it failed.

use std::io::Write as _;

use crate::args::{Color, Format};
use crate::error::Error;
use crate::printable::printable;
use crate::style::{BAD, GOOD, HINT};

/// How the program talks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    pub(crate) format: Format,
    pub(crate) color: Color,
    pub(crate) quiet: bool,
    /// Whether cargo's words are thrown away, its errors too.
    pub(crate) muted: bool,
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

/// Prints the error to standard error.
pub(crate) fn print_error(error: &Error) {
    // It may quote what a file holds, or cargo's words with its colours.
    let text = printable(&anstream::adapter::strip_str(&error.to_string()).to_string());
    // If not even that can be written, the exit code still tells.
    let _ = writeln!(anstream::stderr().lock(), "{BAD}error:{BAD:#} {text}");
}
