//! Where layouts come from: files, git's commits, and packages that cargo builds.

pub(crate) mod archive;
pub(crate) mod baseline;
pub(crate) mod cargo;
pub(crate) mod file;
pub(crate) mod git;
pub(crate) mod lock_file;
pub(crate) mod package;
pub(crate) mod record;
pub(crate) mod source;
