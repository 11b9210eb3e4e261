//! `graph-codegen generate`.

pub(crate) mod modules;
mod package;
mod report;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use graph_codegen::Target;
use graph_codegen::lock::{LockedFile, LockedModule};
use graph_codegen::output::{CargoTomlChange, Overwrite, Plan, plan};
use serde::Serialize;

use super::Outcome;
use super::fail::{Failure, print};
use super::lock::{LockFile, LockReport};
use super::overlays::OverlayArguments;
use super::progress::Progress;
use super::selection::{PreferenceArguments, SelectionArguments};
use super::sources::Sources;
use super::tables::TableArguments;
use report::{Report, describe, describe_briefly, describe_cargo_toml};

/// Generates the modules that a manifest names, or a crate for a part of one spec.
///
/// Files that are current are not touched. A file `.graph-codegen.toml` in each folder says what
/// was generated there: other files in the way, and those that were edited since, are errors.
/// Nothing is written before all has been generated and nothing is in the way.
#[derive(Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch")]
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
    /// Generate only from what `graph.lock` beside the manifest has locked; anything else is an
    /// error. Without this, other sources are told of and locked.
    #[arg(long, conflicts_with = "spec")]
    locked: bool,
    /// Write nothing; list what would change, and exit with 1 if something would.
    #[arg(long)]
    check: bool,
    /// Write the summary, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

/// What was generated.
#[derive(Default)]
pub(crate) struct Work {
    pub(crate) targets: Vec<Target>,
    /// The report that speaks of each target, by its number.
    spoken_of_by: Vec<usize>,
    reports: Vec<Report>,
    /// The lock of the manifest, and what it is to lock now; none where nothing is.
    pub(crate) lock: Option<(LockFile, Vec<LockedModule>)>,
}

/// What became of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Results {
    modules: Vec<Report>,
    cargo_tomls: Vec<CargoTomlChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lock: Option<LockReport>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Shown<'r> {
    #[serde(flatten)]
    results: &'r Results,
    current: bool,
    milliseconds: u64,
}

impl Work {
    fn push(&mut self, targets: impl IntoIterator<Item = Target>, report: Report) {
        self.targets.extend(targets);
        self.spoken_of_by
            .resize(self.targets.len(), self.reports.len());
        self.reports.push(report);
    }

    /// What a plan for the targets does to them.
    pub(crate) fn results(&mut self, plan: &mut Plan<'_>, targets: &[Target]) -> Results {
        let mut modules = std::mem::take(&mut self.reports);
        let targets = self.spoken_of_by.iter().zip(targets);
        for ((report, target), changes) in targets.zip(&mut plan.files) {
            if let Some(report) = modules.get_mut(*report) {
                report.compare(target, std::mem::take(changes));
            }
        }
        Results {
            modules,
            cargo_tomls: std::mem::take(&mut plan.cargo_tomls),
            lock: None,
        }
    }

    /// Notes which published description a module's spec was cut out of, unless that is known and
    /// the spec is still the same.
    pub(crate) fn lock_published(&mut self, name: &str, out: &str, published: &LockedFile) {
        let modules = self.lock.iter_mut().flat_map(|(_, modules)| modules);
        for module in modules.filter(|module| module.name == name && module.out == out) {
            module.published.get_or_insert_with(|| published.clone());
        }
    }

    /// Adds the lock to a plan.
    pub(crate) fn lock(&mut self, plan: &mut Plan<'_>) -> Result<Option<LockReport>, Failure> {
        let lock = self.lock.take();
        lock.map(|(file, modules)| file.update(modules, plan))
            .transpose()
    }
}

impl Results {
    /// What is told of each module, each `Cargo.toml` and the lock.
    pub(crate) fn describe(&self, check: bool) -> Vec<String> {
        self.describe_with(check, describe)
    }

    /// The same, without what was left out and the names of the files.
    pub(crate) fn describe_briefly(&self, check: bool) -> Vec<String> {
        self.describe_with(check, describe_briefly)
    }

    fn describe_with(&self, check: bool, describe: fn(&Report, bool) -> String) -> Vec<String> {
        let modules = self.modules.iter().map(|report| describe(report, check));
        let cargo_tomls = self.cargo_tomls.iter();
        let cargo_tomls = cargo_tomls.map(|change| describe_cargo_toml(change, check));
        let lock = self.lock.iter().filter_map(|lock| lock.describe(check));
        modules.chain(cargo_tomls).chain(lock).collect()
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    generate(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn generate(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::start();
    let mut work = match &arguments.spec {
        Some(spec) => package::generate(arguments, spec, &progress)?,
        None if !arguments.overlays.is_empty()
            || !arguments.selection.is_empty()
            || !arguments.preferences.is_empty() =>
        {
            return Err(Failure::beside_manifest());
        }
        None => modules::generate(
            &arguments.manifest,
            &modules::read_manifest(&arguments.manifest)?,
            Sources::default(),
            &arguments.tables,
            arguments.locked,
            &progress,
        )?,
    };
    progress.step("writing");
    let targets = std::mem::take(&mut work.targets);
    let mut plan = plan(&targets, Overwrite::from(arguments.overwrite))?;
    let mut results = work.results(&mut plan, &targets);
    results.lock = work.lock(&mut plan)?;
    let is_current = plan.is_current();
    if !arguments.check {
        plan.apply().map_err(Failure::new)?;
    }
    show(arguments, &results, is_current, progress.finish())?;
    Ok(if arguments.check && !is_current {
        Outcome::Found
    } else {
        Outcome::Done
    })
}

fn show(
    arguments: &Arguments,
    results: &Results,
    is_current: bool,
    elapsed: Duration,
) -> Result<(), Failure> {
    if arguments.json {
        let shown = Shown {
            results,
            current: is_current,
            milliseconds: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        };
        return print(format_args!("{:#}", serde_json::json!(shown)));
    }
    for text in results.describe(arguments.check) {
        print(text)?;
    }
    let seconds = elapsed.as_secs_f64();
    print(match (arguments.check, is_current) {
        (true, false) => "not current: run `graph-codegen generate`".to_owned(),
        (true, true) => format!("current ({seconds:.1} s)"),
        (false, _) => format!("done in {seconds:.1} s"),
    })
}
