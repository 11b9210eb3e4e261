//! `graph-codegen generate`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use graph_codegen::manifest::{Manifest, ManifestModule, set_features};
use graph_codegen::output::{apply, compare};
use graph_codegen::{
    Change, ClientDependency, Diagnostics, Generated, GeneratedFile, Generator, Package, Summary,
    TrimReport,
};
use serde::Serialize;

use super::Outcome;
use super::fail::{Failure, print, read, read_spec, write};
use super::progress::Progress;
use super::selection::SelectionArguments;

/// Generates the modules that a manifest names, or a crate for a part of one spec.
///
/// Files that are current are not touched. Of the files in the way only those are replaced or
/// removed that were generated.
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
    selection: SelectionArguments,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate.
    #[arg(long, value_name = "CRATE", requires = "spec")]
    name: Option<String>,
    /// Where the crate `graph-client` is; the crate depends on its published version otherwise.
    #[arg(long, value_name = "DIR", requires = "spec")]
    client_path: Option<PathBuf>,
    /// Write nothing; list what would change, and exit with 1 if something would.
    #[arg(long)]
    check: bool,
    /// Write the summary, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

/// What one module or crate came to.
#[derive(Serialize)]
struct Report {
    name: String,
    spec: String,
    #[serde(flatten)]
    summary: Summary,
    files: usize,
    unchanged: usize,
    changes: Vec<Change>,
    trim: TrimReport,
    warnings: Diagnostics,
}

impl Report {
    /// The report on code that has not been written yet.
    fn of(generated: &Generated, name: &str, spec: &Path) -> Self {
        Self {
            name: name.to_owned(),
            spec: spec.display().to_string(),
            summary: generated.summary.clone(),
            files: 0,
            unchanged: 0,
            changes: Vec::new(),
            trim: generated.report.clone(),
            warnings: generated.warnings.clone(),
        }
    }
}

/// What is to be written.
#[derive(Default)]
struct Work {
    targets: Vec<Target>,
    /// The `Cargo.toml`s that list features, with their new texts.
    cargo_tomls: BTreeMap<PathBuf, String>,
}

/// A folder and what belongs in it.
struct Target {
    folder: PathBuf,
    files: Vec<GeneratedFile>,
    report: Report,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    generate(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn generate(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::start();
    let mut work = match &arguments.spec {
        Some(spec) => Work {
            targets: vec![package(arguments, spec, &progress)?],
            ..Work::default()
        },
        None if !arguments.selection.is_empty() => {
            return Err(Failure::new(
                "--include and its like go with --spec; in a manifest they stand with each module",
            ));
        }
        None => modules(&arguments.manifest, &progress)?,
    };
    // All has been generated before anything is written.
    for target in &mut work.targets {
        progress.step(format!("writing {}", target.report.name));
        let changes = compare(&target.folder, &target.files).map_err(Failure::new)?;
        if !arguments.check {
            apply(&target.folder, &target.files, &changes).map_err(Failure::new)?;
        }
        target.report.files = target.files.len();
        target.report.unchanged = target.files.len() - written(&changes);
        target.report.changes = changes;
    }
    let mut feature_changes = Vec::new();
    for (path, text) in work.cargo_tomls {
        if read(&path)? != text {
            if !arguments.check {
                write(&path, &text)?;
            }
            feature_changes.push(Change::Update(path));
        }
    }
    let elapsed = progress.finish();

    let reports: Vec<&Report> = work.targets.iter().map(|target| &target.report).collect();
    let stale =
        !feature_changes.is_empty() || reports.iter().any(|report| !report.changes.is_empty());
    if arguments.json {
        let value = serde_json::json!({
            "modules": reports,
            "features": feature_changes,
            "current": !stale,
            "milliseconds": u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        });
        print(format_args!("{value:#}"))?;
    } else {
        for report in &reports {
            print(describe(report, arguments.check))?;
        }
        for change in &feature_changes {
            print(describe_change(change, arguments.check))?;
        }
        let seconds = elapsed.as_secs_f64();
        print(match (arguments.check, stale) {
            (true, true) => "not current: run `graph-codegen generate`".to_owned(),
            (true, false) => format!("current ({seconds:.1} s)"),
            (false, _) => format!("done in {seconds:.1} s"),
        })?;
    }
    Ok(if arguments.check && stale {
        Outcome::Stale
    } else {
        Outcome::Done
    })
}

/// The modules of a manifest, and the `Cargo.toml`s with their features.
fn modules(manifest: &Path, progress: &Progress) -> Result<Work, Failure> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let parsed = Manifest::parse(&read(manifest)?, folder)
        .map_err(|error| Failure::new(format_args!("{}: {error}", manifest.display())))?;
    let mut work = Work::default();
    for module in &parsed.modules {
        let target = manifest_module(module, progress)?;
        if let Some(path) = &module.features {
            let text = match work.cargo_tomls.remove(path) {
                Some(text) => text,
                None => read(path)?,
            };
            let features = &target.report.summary.features;
            let text = set_features(&text, &module.name, features)
                .map_err(|error| Failure::new(format_args!("{}: {error}", path.display())))?;
            work.cargo_tomls.insert(path.clone(), text);
        }
        work.targets.push(target);
    }
    Ok(work)
}

fn manifest_module(module: &ManifestModule, progress: &Progress) -> Result<Target, Failure> {
    progress.step(format!("reading {}", module.spec.display()));
    let document = read_spec(&module.spec)?;
    let mut generator = Generator::new(module.selection().map_err(Failure::new)?);
    if module.within_runtime {
        generator = generator.within_runtime();
    }
    if module.features.is_some() {
        generator = generator.with_features(&module.name);
    }
    progress.step(format!("generating {}", module.name));
    let generated = generator.generate(&document, &module.name)?;
    let report = Report::of(&generated, &module.name, &module.spec);
    Ok(Target {
        folder: module.out.clone(),
        files: generated.into_files("mod.rs")?,
        report,
    })
}

/// A crate for a part of a spec.
fn package(arguments: &Arguments, spec: &Path, progress: &Progress) -> Result<Target, Failure> {
    let (Some(out), Some(name)) = (&arguments.out, &arguments.name) else {
        return Err(Failure::new("--spec goes with --out and --name"));
    };
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
    if !is_name {
        return Err(Failure::new(format_args!(
            "`{name}` is no name for a crate: use letters, digits, `-` and `_`"
        )));
    }
    progress.step(format!("reading {}", spec.display()));
    let document = read_spec(spec)?;
    progress.step(format!("generating {name}"));
    let generated = Generator::new(arguments.selection.selection()?)
        .as_package()
        .generate(&document, name)?;
    let client = match &arguments.client_path {
        None => ClientDependency::Version,
        Some(path) => ClientDependency::Path(path.canonicalize().map_err(|error| {
            Failure::new(format_args!("cannot find {}: {error}", path.display()))
        })?),
    };
    let package = Package {
        name: name.clone(),
        client,
        features: generated.summary.features.clone(),
    };
    let report = Report::of(&generated, name, spec);
    progress.step(format!("formatting {name}"));
    Ok(Target {
        folder: out.clone(),
        files: package.into_files(generated)?,
        report,
    })
}

/// How many of the changes write a file.
fn written(changes: &[Change]) -> usize {
    changes
        .iter()
        .filter(|change| !matches!(change, Change::Remove(_)))
        .count()
}

fn describe(report: &Report, check: bool) -> String {
    use std::fmt::Write as _;

    let mut text = format!("{} (from {})\n", report.name, report.spec);
    let written = written(&report.changes);
    let removed = report.changes.len() - written;
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "  {} operations, {} types, {} features",
        report.summary.operations,
        report.summary.types,
        report.summary.features.len()
    );
    let verb = if check { "to write" } else { "written" };
    let _ = writeln!(
        text,
        "  {} files: {written} {verb}, {} unchanged, {removed} {}",
        report.files,
        report.unchanged,
        if check { "to remove" } else { "removed" },
    );
    if check {
        for change in &report.changes {
            let _ = writeln!(text, "  {}", describe_change(change, check));
        }
    }
    for line in report.trim.to_string().lines() {
        let _ = writeln!(text, "  {line}");
    }
    let _ = write!(text, "  {} warnings", report.warnings.len());
    for warning in &report.warnings {
        for line in warning.to_string().lines() {
            let _ = write!(text, "\n    {line}");
        }
    }
    text
}

fn describe_change(change: &Change, check: bool) -> String {
    let verb = match (change, check) {
        (Change::Add(_), true) => "would add",
        (Change::Update(_), true) => "would update",
        (Change::Remove(_), true) => "would remove",
        (Change::Add(_), false) => "added",
        (Change::Update(_), false) => "updated",
        (Change::Remove(_), false) => "removed",
    };
    format!("{verb} {}", change.path().display())
}
