//! Printing to standard output.

use std::io::{self, ErrorKind, Write as _};

use crate::error::Error;

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
