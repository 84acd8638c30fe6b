//! What each command does; a command has a file of its name.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod generate;
pub(crate) mod lock;
pub(crate) mod pattern;
pub(crate) mod show;
