//! The command line: arguments in, exit codes out.

mod fail;
mod generate;
mod inputs;
mod list;
mod overlays;
mod permissions;
mod progress;
mod selection;
mod surface;
mod tables;
mod trim;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a command ends with, when nothing failed.
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// `--check` found something to change.
    Stale,
}

/// Generates typed Microsoft Graph clients from OpenAPI descriptions.
#[derive(Parser)]
#[command(name = "graph-codegen", version, about, long_about = None)]
#[command(
    after_help = "Exit codes: 0 done, 1 `generate --check` found files that are not \
                        current, 2 something is wrong with the arguments or the spec, or in the \
                        way of generated files."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Arguments),
    Trim(trim::Arguments),
    List(list::Arguments),
    Surface(surface::Arguments),
    Permissions(permissions::Arguments),
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Trim(arguments) => trim::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Surface(arguments) => surface::run(&arguments),
        Command::Permissions(arguments) => permissions::run(&arguments),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stale) => ExitCode::from(1),
        Err(failure) => failure.report(),
    }
}
