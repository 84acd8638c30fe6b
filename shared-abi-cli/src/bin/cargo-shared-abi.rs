//! `cargo shared-abi`: the same as `shared-abi`, where cargo finds it.

#![forbid(unsafe_code)]

use std::env;
use std::process::ExitCode;

use shared_abi_cli::Program;

fn main() -> ExitCode {
    shared_abi_cli::run(Program::CargoSharedAbi, env::args_os())
}
