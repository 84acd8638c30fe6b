//! Where layouts come from: files, git's commits, and packages that cargo builds.

mod archive;
pub(crate) mod baseline;
pub(crate) mod cargo;
mod derives;
mod file;
mod git;
mod kept;
pub(crate) mod lock_file;
pub(crate) mod package;
mod place;
pub(crate) mod record;
pub(crate) mod source;
mod toolchain;
