//! The command line as clap reads it, and its help.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

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
}

const HELP: &str = "\
Examples:
  shared-abi show guest.wasm             the layouts that a guest carries
  shared-abi show guest.wasm Batch       one of them
  shared-abi show -p sensor-types        those of a package in this workspace
  shared-abi diff old.wasm new.wasm      what changed from one guest to the other
  shared-abi diff shared-abi.lock .      what changed in this package since it was locked
  cargo shared-abi lock                  agree on this package's layouts as they are now
  cargo shared-abi check --level extend  in CI: fail unless its types only grew

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
    Lock(PackageArgs),
    /// Compare a package's layouts with its shared-abi.lock
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
    /// A .wasm, a lock file, or a package's directory; the package in the current directory if left out
    #[arg(value_name = "FILE")]
    first: Option<PathBuf>,
    /// The type to print, as `Batch` or `Pair<u8>`; all of them if left out
    #[arg(value_name = "TYPE")]
    second: Option<String>,
    #[command(flatten)]
    pub(crate) package: PackageArgs,
}

const SHOW_HELP: &str = "\
Examples:
  shared-abi show guest.wasm 'Pair<u8>'
  shared-abi show shared-abi.lock
  shared-abi show -p sensor-types Batch
  shared-abi show Batch                  of the package in the current directory

A package is built for wasm32-unknown-unknown; generic types stand in a guest's .wasm only.";

#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// What there was: a .wasm, a lock file, or a package's directory
    #[arg(value_name = "A")]
    pub(crate) left: PathBuf,
    /// What there is now, as A
    #[arg(value_name = "B")]
    pub(crate) right: PathBuf,
    #[command(flatten)]
    pub(crate) level: LevelArgs,
}

const DIFF_HELP: &str = "\
Examples:
  shared-abi diff old.wasm new.wasm
  shared-abi diff shared-abi.lock guest.wasm
  git show v1.0:shared-abi.lock > v1.lock; shared-abi diff v1.lock . --level extend";

const LOCK_HELP: &str = "\
Examples:
  cargo shared-abi lock
  cargo shared-abi lock -p sensor-types

Commit the file. From then on a layout that differs from it is an error when the package is built.";

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) package: PackageArgs,
    #[command(flatten)]
    pub(crate) level: LevelArgs,
}

const CHECK_HELP: &str = "\
Examples:
  cargo shared-abi check
  cargo shared-abi check -p sensor-types --level extend

It sees what a build can't: types that are gone or have another name, and types that aren't locked yet.";

const COMPLETIONS_HELP: &str = "\
Example:
  shared-abi completions bash > ~/.local/share/bash-completion/completions/shared-abi";

#[derive(Args, Debug)]
pub(crate) struct LevelArgs {
    /// What may differ: `layout`, nothing; `extend`, new types and fields that extensible structs gained
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "layout",
        hide_possible_values = true
    )]
    pub(crate) level: Level,
}

#[derive(Args, Debug)]
pub(crate) struct PackageArgs {
    /// A package of the workspace
    #[arg(short, long, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// The package's Cargo.toml, or its workspace's
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Features of the package to turn on, separated by commas
    #[arg(short = 'F', long, value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Turn on all of its features
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Leave its default features off
    #[arg(long)]
    pub(crate) no_default_features: bool,
}

impl PackageArgs {
    /// Those of the package in this directory.
    pub(crate) fn of_dir(dir: &Path) -> Self {
        Self {
            package: None,
            manifest_path: Some(dir.join("Cargo.toml")),
            features: Vec::new(),
            all_features: false,
            no_default_features: false,
        }
    }

    fn is_empty(&self) -> bool {
        let features = !self.features.is_empty() || self.all_features || self.no_default_features;
        self.package.is_none() && self.manifest_path.is_none() && !features
    }
}

impl ShowArgs {
    /// The file, if one is named, and the type. `None` if a file is named and a package too.
    pub(crate) fn file_and_type(&self) -> Option<(Option<&Path>, Option<&str>)> {
        let Some(first) = &self.first else {
            return Some((None, None));
        };
        match &self.second {
            Some(ty) => self.package.is_empty().then_some((Some(first), Some(ty))),
            // A single word is a type where the package is named, or where it is no path.
            None => match first.to_str() {
                Some(ty) if !self.package.is_empty() || !looks_like_path(first, ty) => Some((None, Some(ty))),
                _ => Some((Some(first), None)),
            },
        }
    }
}

/// No type's name has a dot or a separator in it.
fn looks_like_path(path: &Path, text: &str) -> bool {
    text.contains(['.', '/', '\\']) || path.exists()
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Makes it the choice for all that this program prints.
    pub(crate) fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }

    /// As cargo's `--color` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// What may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    Layout,
    Extend,
}

impl Level {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Layout => "layout",
            Self::Extend => "extend",
        }
    }
}

impl From<Level> for shared_abi_layouts::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Layout => Self::Layout,
            Level::Extend => Self::Extend,
        }
    }
}

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
    fn a_single_word_is_a_type_where_it_can_be_no_file() {
        let file = |text| Some((Some(Path::new(text)), None));
        assert_eq!(show(&[]).file_and_type(), Some((None, None)));
        assert_eq!(show(&["guest.wasm"]).file_and_type(), file("guest.wasm"));
        assert_eq!(show(&["."]).file_and_type(), file("."));
        assert_eq!(show(&["src"]).file_and_type(), file("src"));
        assert_eq!(
            show(&["Pair<u8>"]).file_and_type(),
            Some((None, Some("Pair<u8>")))
        );
        assert_eq!(
            show(&["-p", "shapes", "src"]).file_and_type(),
            Some((None, Some("src")))
        );
    }

    #[test]
    fn a_file_and_a_package_are_one_too_many() {
        assert_eq!(
            show(&["-p", "shapes", "guest.wasm", "Batch"]).file_and_type(),
            None
        );
    }
}
