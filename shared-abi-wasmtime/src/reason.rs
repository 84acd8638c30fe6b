//! `Reason`: what the runtime says, cut to what a person reads.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::marker::PhantomData;

use wasmtime::Trap;

/// Bytes of text that the causes have.
const MOST_TEXT: usize = 1000;

/// How many causes are passed on the way to the first one of all.
const MOST_CAUSES: usize = 10_000;

/// How the text of the runtime's backtrace begins.
const BACKTRACE: &str = "error while executing at wasm backtrace:";

/// What the runtime says, in one line where it can: a trap without its backtrace, anything else with its causes.
///
/// A guest chooses how many causes there are, since each host function that it calls may call it in turn, and each of
/// those calls may fail with the error of the next. A host's own error types may repeat the text of their sources, so
/// that it would double with each call. So the text ends after so many bytes, and as it is written, so that it takes no
/// more time than it has bytes; then comes the first of all causes.
///
/// `E` is the type of error whose text has its own causes, so that they aren't told twice.
pub(crate) struct Reason<'a, E> {
    error: &'a wasmtime::Error,
    whole: PhantomData<E>,
}

impl<'a, E: Error + 'static> Reason<'a, E> {
    pub(crate) fn of(error: &'a wasmtime::Error) -> Self {
        Self {
            error,
            whole: PhantomData,
        }
    }
}

impl<E: Error + 'static> fmt::Display for Reason<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(trap) = self.error.downcast_ref::<Trap>() {
            return fmt::Display::fmt(trap, f);
        }
        if write_short(f, |f| write_causes::<E>(f, self.error))? {
            return Ok(());
        }
        f.write_str("…")?;
        // The last cause that has none itself, unless that is too far.
        let first = self.error.chain().take(MOST_CAUSES).last();
        if let Some(first) = first.filter(|cause| cause.source().is_none()) {
            f.write_str(" ")?;
            if !write_short(f, |f| write!(f, "{first}"))? {
                f.write_str("…")?;
            }
        }
        Ok(())
    }
}

/// Writes the causes, the outermost one first, up to an `E`, whose text has its own causes.
fn write_causes<E: Error + 'static>(f: &mut Short<'_, '_>, error: &wasmtime::Error) -> fmt::Result {
    let mut causes = error.chain().filter(|cause| !is_backtrace(*cause)).peekable();
    while let Some(cause) = causes.next() {
        write!(f, "{cause}")?;
        if cause.is::<E>() {
            break;
        }
        if causes.peek().is_some() {
            f.write_str(": ")?;
        }
    }
    Ok(())
}

/// Whether it is what the runtime adds to an error on its way out of the guest. It has no type that could be named.
fn is_backtrace(cause: &(dyn Error + 'static)) -> bool {
    let mut start = Start { rest: BACKTRACE };
    // It ends with an error at the first difference.
    let _ = write!(start, "{cause}");
    start.rest.is_empty()
}

/// Writes at most [`MOST_TEXT`] bytes, and returns whether that was all.
fn write_short(
    f: &mut fmt::Formatter<'_>,
    write: impl FnOnce(&mut Short<'_, '_>) -> fmt::Result,
) -> Result<bool, fmt::Error> {
    let mut short = Short {
        f,
        left: MOST_TEXT,
        is_cut: false,
    };
    let result = write(&mut short);
    if short.is_cut {
        return Ok(false);
    }
    result.map(|()| true)
}

/// A writer that ends with an error when there is more to write than is left.
struct Short<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    left: usize,
    is_cut: bool,
}

impl fmt::Write for Short<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = text.floor_char_boundary(self.left);
        self.left -= end;
        self.f.write_str(&text[..end])?;
        if end < text.len() {
            self.is_cut = true;
            return Err(fmt::Error);
        }
        Ok(())
    }
}

/// A writer that takes off the start of a text what is written, and ends with an error where that is another text.
struct Start {
    rest: &'static str,
}

impl fmt::Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let len = text.len().min(self.rest.len());
        match self.rest.get(..len) {
            Some(start) if text.starts_with(start) => self.rest = &self.rest[len..],
            _ => return Err(fmt::Error),
        }
        Ok(())
    }
}
