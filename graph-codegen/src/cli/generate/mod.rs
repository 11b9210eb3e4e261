//! `graph-codegen generate`.

mod modules;
mod package;
mod report;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use graph_codegen::Target;
use graph_codegen::output::{CargoTomlChange, Overwrite, plan};

use super::Outcome;
use super::fail::{Failure, print};
use super::overlays::OverlayArguments;
use super::progress::Progress;
use super::selection::{PreferenceArguments, SelectionArguments};
use super::tables::TableArguments;
use report::{Report, describe, describe_cargo_toml};

/// Generates the modules that a manifest names, or a crate for a part of one spec.
///
/// Files that are current are not touched. A file `.graph-codegen.toml` in each folder says what
/// was generated there: other files in the way, and those that were edited since, are errors.
/// Nothing is written before all has been generated and nothing is in the way.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The manifest that says which spec becomes which module.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "specs/graph.toml",
        conflicts_with = "spec"
    )]
    manifest: PathBuf,
    /// A spec, YAML or JSON, to make a crate of, in place of a manifest.
    #[arg(long, value_name = "FILE", requires = "out", requires = "name")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    overlays: OverlayArguments,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    preferences: PreferenceArguments,
    #[command(flatten)]
    tables: TableArguments,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE", requires = "spec")]
    name: Option<String>,
    /// Where the crate `graph-client` is; the crate depends on its published version otherwise.
    #[arg(long, value_name = "DIR", requires = "spec")]
    client_path: Option<PathBuf>,
    /// Replace files and settings that are in the way, although they were not generated or were
    /// edited since.
    #[arg(long)]
    overwrite: bool,
    /// Write nothing; list what would change, and exit with 1 if something would.
    #[arg(long)]
    check: bool,
    /// Write the summary, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

/// What was generated.
#[derive(Default)]
struct Work {
    targets: Vec<Target>,
    /// One for each target.
    reports: Vec<Report>,
}

impl Work {
    fn push(&mut self, target: Target, report: Report) {
        self.targets.push(target);
        self.reports.push(report);
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    generate(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn generate(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::start();
    let Work {
        targets,
        mut reports,
    } = match &arguments.spec {
        Some(spec) => package::generate(arguments, spec, &progress)?,
        None if !arguments.overlays.is_empty()
            || !arguments.selection.is_empty()
            || !arguments.preferences.is_empty() =>
        {
            return Err(Failure::beside_manifest());
        }
        None => modules::generate(&arguments.manifest, &arguments.tables, &progress)?,
    };
    progress.step("writing");
    let mut plan = plan(&targets, Overwrite::from(arguments.overwrite))?;
    for ((report, target), changes) in reports.iter_mut().zip(&targets).zip(&mut plan.files) {
        report.compare(target, std::mem::take(changes));
    }
    let cargo_tomls = std::mem::take(&mut plan.cargo_tomls);
    let is_current = plan.is_current();
    if !arguments.check {
        plan.apply().map_err(Failure::new)?;
    }
    show(
        arguments,
        &reports,
        &cargo_tomls,
        is_current,
        progress.finish(),
    )?;
    Ok(if arguments.check && !is_current {
        Outcome::Stale
    } else {
        Outcome::Done
    })
}

fn show(
    arguments: &Arguments,
    reports: &[Report],
    cargo_tomls: &[CargoTomlChange],
    is_current: bool,
    elapsed: Duration,
) -> Result<(), Failure> {
    if arguments.json {
        let value = serde_json::json!({
            "modules": reports,
            "cargoTomls": cargo_tomls,
            "current": is_current,
            "milliseconds": u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        });
        return print(format_args!("{value:#}"));
    }
    for report in reports {
        print(describe(report, arguments.check))?;
    }
    for change in cargo_tomls {
        print(describe_cargo_toml(change, arguments.check))?;
    }
    let seconds = elapsed.as_secs_f64();
    print(match (arguments.check, is_current) {
        (true, false) => "not current: run `graph-codegen generate`".to_owned(),
        (true, true) => format!("current ({seconds:.1} s)"),
        (false, _) => format!("done in {seconds:.1} s"),
    })
}
