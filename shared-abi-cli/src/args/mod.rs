//! The command line as clap reads it, and its help.

mod choice;
mod package;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;

pub(crate) use crate::args::choice::{Color, Format, Level};
pub(crate) use crate::args::package::{CargoArgs, FeatureArgs, PackageArgs};

/// The name under which the program was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// `shared-abi`, called by itself.
    SharedAbi,
    /// `cargo-shared-abi`, called by cargo.
    CargoSharedAbi,
}

/// The command line, with usage lines as one has to type them.
pub(crate) fn command(program: Program) -> clap::Command {
    let command = Cli::command();
    match program {
        Program::SharedAbi => command,
        Program::CargoSharedAbi => command.bin_name("cargo shared-abi"),
    }
}

/// The arguments without the `shared-abi` that cargo puts before them.
pub(crate) fn without_subcommand(
    program: Program,
    args: impl IntoIterator<Item = OsString>,
) -> impl Iterator<Item = OsString> {
    args.into_iter().enumerate().filter_map(move |(i, arg)| {
        let cargos = program == Program::CargoSharedAbi && i == 1 && arg == "shared-abi";
        (!cargos).then_some(arg)
    })
}

/// Show, compare and lock the layouts of structs that a wasm32 guest shares with its native host
#[derive(Debug, Parser)]
#[command(name = "shared-abi", version, after_help = HELP, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Print `text`, or `json` for other programs; docs/json.md describes it
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true
    )]
    pub(crate) format: Format,

    /// Use colours: `auto`, `always` or `never`
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub(crate) color: Color,

    /// Print no progress, and nothing where there is nothing to tell
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

const HELP: &str = "\
Examples:
  shared-abi show guest.wasm             the layouts that a guest carries
  shared-abi show guest.wasm Batch       one of them
  shared-abi show -p sensor-types        those of a package in this workspace
  shared-abi diff old.wasm new.wasm      what changed from one guest to the other
  shared-abi diff shared-abi.lock .      what changed in this package since it was locked
  cargo shared-abi lock                  agree on this package's layouts as they are now
  cargo shared-abi check                 in CI: fail unless they are what was agreed on
  cargo shared-abi check --against origin/main --level extend
                                         in CI: fail unless its types only grew since then

Exit code: 0 if there is no difference, or an allowed one; 1 if there is another; 2 after an error.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print layouts: each field's offset and size, holes, and an order without them
    #[command(after_help = SHOW_HELP)]
    Show(ShowArgs),
    /// Compare two guests, lock files or packages
    #[command(after_help = DIFF_HELP)]
    Diff(DiffArgs),
    /// Write a package's layouts to its shared-abi.lock
    #[command(after_help = LOCK_HELP)]
    Lock(MembersArgs),
    /// Compare a package's layouts with its shared-abi.lock, or with what they were in another commit
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Print a script that completes this command line in a shell
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the man page, or write a page for each command to a directory
    Man {
        /// Where to write the pages; it must exist
        dir: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// A .wasm, a lock file, `-` for standard input, or a package's directory; the package in the current directory if
    /// left out
    #[arg(value_name = "FILE")]
    first: Option<OsString>,
    /// The types to print, as `Batch`, `motion::Batch`, `Pair<u8>` or `Batch*`; all of them if left out
    #[arg(value_name = "TYPE")]
    more: Vec<String>,
    #[command(flatten)]
    pub(crate) package: PackageArgs,
}

const SHOW_HELP: &str = "\
Examples:
  shared-abi show guest.wasm 'Pair<u8>'
  shared-abi show shared-abi.lock
  shared-abi show -p sensor-types Batch motion::Sample
  shared-abi show 'Batch*'               of the package in the current directory
  curl https://example.com/guest.wasm | shared-abi show -

In the pattern of a type, `*` stands for any characters and `?` for one. A package is built for wasm32-unknown-unknown; \
generic types stand in a guest's .wasm only. Two types of one name are shown with the modules that they are in.";

#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// What there was: a .wasm, a lock file, `-` for standard input, or a package's directory
    #[arg(value_name = "A")]
    pub(crate) left: PathBuf,
    /// What there is now, as A; the package in the current directory, or that of -p, if left out
    #[arg(value_name = "B")]
    pub(crate) right: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) package: PackageArgs,
    #[command(flatten)]
    pub(crate) comparison: ComparisonArgs,
}

const DIFF_HELP: &str = "\
Examples:
  shared-abi diff old.wasm new.wasm
  shared-abi diff --common shared-abi.lock guest.wasm
  shared-abi diff old.wasm -p sensor-types --all-features

Of a lock file with several sets of features, those that the package on the other side is built with are compared; between \
two files, the smallest set that has the features named here, or else the default ones.";

const LOCK_HELP: &str = "\
Examples:
  cargo shared-abi lock
  cargo shared-abi lock -p sensor-types --features wide
  cargo shared-abi lock --workspace

Commit the file. From then on a layout that differs from it is an error when the package is built.

A package with features is recorded with its default features, without any, with all of them, and with those named here, and \
so it is from then on. What can't be built for wasm32 is left out. With --workspace: each member that has a lock file, or \
whose sources derive `SharedAbi`.";

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) members: MembersArgs,
    /// Compare with a .wasm, a lock file, `-` for standard input, or the lock file of another git revision, as
    /// `origin/main`; the package's own lock file if left out
    #[arg(long, value_name = "REV|FILE")]
    pub(crate) against: Option<OsString>,
    #[command(flatten)]
    pub(crate) comparison: ComparisonArgs,
}

const CHECK_HELP: &str = "\
Examples:
  cargo shared-abi check
  cargo shared-abi check --workspace
  cargo shared-abi check --against origin/main --level extend
  cargo shared-abi check -p sensor-types --against released.wasm --common

It sees what a build can't: types that are gone or have another name, and types that aren't locked yet. A package with \
features is built with each set of features that is locked, unless features are named here.

A package that builds agrees with its own lock file, and an incompatible change that was locked agrees, too. So `--level extend` can fail only with `--against`. To \
hold a change against what was agreed on before, name that: `--against` with the branch that it is for, or with the last release. A name \
that is a file's is that file's.";

const COMPLETIONS_HELP: &str = "\
Example:
  shared-abi completions bash > ~/.local/share/bash-completion/completions/shared-abi";

#[derive(Args, Debug)]
pub(crate) struct ComparisonArgs {
    /// What may differ: `layout`, nothing; `extend`, new types and fields that extensible structs gained
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "layout",
        hide_possible_values = true
    )]
    pub(crate) level: Level,
    /// Compare only the types that both sides have
    #[arg(long)]
    pub(crate) common: bool,
}

#[derive(Args, Debug)]
pub(crate) struct MembersArgs {
    /// Every member of the workspace that has shared types
    #[arg(long, conflicts_with = "package")]
    pub(crate) workspace: bool,
    #[command(flatten)]
    pub(crate) package: PackageArgs,
}

impl ShowArgs {
    /// The file, if one is named, and the types. `None` if a file is named and a package too.
    pub(crate) fn file_and_types(&self) -> Option<(Option<&Path>, Vec<&str>)> {
        let more = self.more.iter().map(String::as_str);
        let Some(first) = &self.first else {
            return Some((None, Vec::new()));
        };
        // A word is a type where the package is named, or where it is no path.
        match first.to_str() {
            Some(ty) if !has_path_signs(ty) && (!self.package.is_empty() || !Path::new(ty).exists()) => {
                Some((None, [ty].into_iter().chain(more).collect()))
            }
            _ => self
                .package
                .is_empty()
                .then(|| (Some(Path::new(first)), more.collect())),
        }
    }
}

/// No type's name has a dot or a separator in it.
fn has_path_signs(text: &str) -> bool {
    text == STDIN || text.contains(['.', '/', '\\'])
}

/// The name for standard input.
pub(crate) const STDIN: &str = "-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command(Program::SharedAbi).debug_assert();
        command(Program::CargoSharedAbi).debug_assert();
    }

    fn show(args: &[&str]) -> ShowArgs {
        let cli = Cli::parse_from(["shared-abi", "show"].iter().chain(args));
        let Command::Show(args) = cli.command else {
            panic!("not show")
        };
        args
    }

    #[test]
    fn words_are_types_where_they_can_be_no_file() {
        let of = |args: &[&str]| {
            let args = show(args);
            let (file, types) = args.file_and_types().unwrap();
            (
                file.map(|file| file.to_str().unwrap().to_owned()),
                types.join(" "),
            )
        };
        let file = |file: &str, types: &str| (Some(file.to_owned()), types.to_owned());
        let types = |types: &str| (None, types.to_owned());
        assert_eq!(of(&[]), types(""));
        assert_eq!(of(&["guest.wasm"]), file("guest.wasm", ""));
        assert_eq!(of(&["guest.wasm", "A", "B*"]), file("guest.wasm", "A B*"));
        assert_eq!(of(&["-", "A"]), file("-", "A"));
        assert_eq!(of(&["."]), file(".", ""));
        assert_eq!(of(&["src"]), file("src", ""));
        assert_eq!(of(&["src", "A"]), file("src", "A"));
        assert_eq!(of(&["Pair<u8>", "a::B"]), types("Pair<u8> a::B"));
        assert_eq!(of(&["-p", "shapes", "src", "B"]), types("src B"));
    }

    #[test]
    fn a_file_and_a_package_are_one_too_many() {
        assert_eq!(
            show(&["-p", "shapes", "guest.wasm", "Batch"]).file_and_types(),
            None
        );
    }
}
