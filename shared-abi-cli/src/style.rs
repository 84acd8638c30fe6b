//! What is printed in which colour.

use anstyle::{AnsiColor, Style};

/// Nothing special.
pub(crate) const PLAIN: Style = Style::new();
/// The name of a type, the head of a list.
pub(crate) const HEAD: Style = Style::new().bold();
/// What is said about the text above.
pub(crate) const NOTE: Style = Style::new().dimmed();
/// Bytes that are lost.
pub(crate) const HOLE: Style = AnsiColor::Yellow.on_default();
/// What could be better.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default();
/// What is gone.
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
/// What is another than before.
pub(crate) const CHANGED: Style = AnsiColor::Yellow.on_default();
/// What is new.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
/// The word `error`, and a check that failed.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// A check that passed.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
