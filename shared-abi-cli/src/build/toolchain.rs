//! The standard library for guests: whether the toolchain has it, and having rustup add it.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

/// Has rustup add the target to the toolchain that cargo was called with. Whether it did; there may be no rustup.
pub(super) fn add_target(target: &str, toolchain: Option<&str>) -> bool {
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", target]);
    if let Some(toolchain) = toolchain {
        rustup.args(["--toolchain", toolchain]);
    }
    rustup
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether the compiler has the standard library for guests. Asked only after a failure: there are builds that make
/// their own.
pub(super) fn has_target(target: &str) -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", target])
        .output();
    match output.map(|output| String::from_utf8(output.stdout)) {
        Ok(Ok(path)) => Path::new(path.trim()).is_dir(),
        _ => true,
    }
}
