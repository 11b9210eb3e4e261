//! The command `graph-codegen`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
