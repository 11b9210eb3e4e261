//! The command line: arguments in, exit codes out.

mod check;
mod diff;
mod download;
mod fail;
mod generate;
mod inputs;
mod list;
mod lock;
mod overlays;
mod permissions;
mod progress;
mod selection;
mod sources;
mod surface;
mod tables;
mod trim;
mod update;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a command ends with, when nothing failed.
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// What was looked for is there: something to change, a difference, something deprecated.
    Found,
}

/// Generates typed Microsoft Graph clients from OpenAPI descriptions.
#[derive(Parser)]
#[command(name = "graph-codegen", version, about, long_about = None)]
#[command(
    after_help = "Exit codes: 0 done, 1 `generate --check` found files that are not \
                        current, `diff` a difference, or `check` what will be gone, 2 something is \
                        wrong with the arguments or the spec, or in the way of generated files."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Arguments),
    Update(update::Arguments),
    Trim(trim::Arguments),
    List(list::Arguments),
    Surface(surface::Arguments),
    Permissions(permissions::Arguments),
    Diff(diff::Arguments),
    Check(check::Arguments),
}

/// Runs the command that the arguments name.
pub(crate) fn run() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Update(arguments) => update::run(&arguments),
        Command::Trim(arguments) => trim::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Surface(arguments) => surface::run(&arguments),
        Command::Permissions(arguments) => permissions::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(failure) => failure.report(),
    }
}
