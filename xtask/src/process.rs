//! Running other programs: each is printed as one would type it, and must succeed.

use std::ffi::OsStr;
use std::process::{Command, ExitStatus};

use anyhow::{Context as _, Result, bail};

/// The `cargo` of the toolchain that builds this workspace, with the words of `args`.
pub fn cargo(args: &str) -> Command {
    command("cargo", args)
}

/// `program` with the words of `args`.
pub fn command(program: &str, args: &str) -> Command {
    let mut command = Command::new(program);
    command.args(args.split_whitespace());
    command
}

/// Runs a command to its end, its output going where ours goes.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed: {status}", command_line(command));
    }
    Ok(())
}

/// Runs a command to its end, whatever that is, its output going where ours goes.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    let line = command_line(command);
    eprintln!("$ {line}");
    command
        .status()
        .with_context(|| format!("`{line}` did not start"))
}

/// What a command prints on standard output, or `None` if it failed or isn't there.
pub fn output(mut command: Command) -> Option<String> {
    let output = command.output().ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8(output.stdout).ok()
}

/// The line that, typed into a shell, does what `command` does.
fn command_line(command: &Command) -> String {
    let set = command
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let set = set.map(|(name, value)| format!("{}={}", name.to_string_lossy(), quoted(value)));
    let words = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(quoted);
    set.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=+./:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = cargo("doc");
        command
            .args(["it's", ""])
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("CARGO");
        assert_eq!(
            command_line(&command),
            r"RUSTDOCFLAGS='-D warnings' cargo doc 'it'\''s' ''"
        );
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(&mut Command::new("false")).unwrap_err().to_string();
        assert!(error.starts_with("`false` failed: exit status: "), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program")).unwrap_err().to_string();
        assert_eq!(error, "`no-such-program` did not start");
    }
}
