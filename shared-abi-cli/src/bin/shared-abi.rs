//! `shared-abi`; `shared-abi --help` describes it.

#![forbid(unsafe_code)]

use std::env;
use std::process::ExitCode;

use shared_abi_cli::Program;

fn main() -> ExitCode {
    shared_abi_cli::run(Program::SharedAbi, env::args_os())
}
