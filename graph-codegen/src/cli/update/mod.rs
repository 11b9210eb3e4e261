//! `graph-codegen update`.

mod changelog;
mod modules;
mod report;
mod source;
mod versions;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use graph_codegen::output::{Change, Overwrite, Plan, plan};

use super::Outcome;
use super::fail::{Failure, print};
use super::generate::modules as generation;
use super::progress::Progress;
use super::sources::Sources;
use super::tables::TableArguments;
use modules::Fate;
use report::Report;
use source::SourceArguments;

/// Takes in a new description: specs, code, lock and changelog, and says what it means for Rust.
///
/// Cuts out of the description what each module of the manifest selects, and compares what would be
/// generated with what there is. A spec that was not trimmed by this program is written by hand: it
/// is left alone, and compared. Nothing is written before all has been generated and nothing is in
/// the way.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The manifest that says which part of the description becomes which module.
    #[arg(long, value_name = "FILE", default_value = "specs/graph.toml")]
    manifest: PathBuf,
    #[command(flatten)]
    source: SourceArguments,
    /// A module of the manifest to update; all that the description can be for by default. May be
    /// given several times.
    #[arg(long = "module", value_name = "NAME")]
    modules: Vec<String>,
    #[command(flatten)]
    tables: TableArguments,
    /// The changelog that gets a section; `CHANGELOG.md` beside the manifest by default.
    #[arg(long, value_name = "FILE")]
    changelog: Option<PathBuf>,
    /// A file to leave all differences in as Markdown, such as the text of a pull request.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Replace files and settings that are in the way, although they were not generated or were
    /// edited since. Specs that were written by hand stay all the same.
    #[arg(long)]
    overwrite: bool,
    /// Write nothing but the Markdown; tell what would change.
    #[arg(long)]
    dry_run: bool,
    /// Write the summary, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    update(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn update(arguments: &Arguments) -> Result<Outcome, Failure> {
    let progress = Progress::start();
    let mut manifest = generation::read_manifest(&arguments.manifest)?;
    modules::check_names(&manifest, &arguments.modules)?;
    let source = arguments.source.read(&arguments.manifest, &progress)?;
    let chosen = modules::choose(arguments, &manifest, &source, &progress)?;

    let mut sources = Sources::default();
    for module in &chosen {
        if let Fate::Replaced { text } = &module.fate {
            sources.set(&module.spec, text.as_str());
        }
    }
    // What was never generated stays so, until its own description comes.
    manifest
        .modules
        .retain(|module| sources.has(&module.spec) || module.spec.exists());
    let mut work = generation::generate(
        &arguments.manifest,
        &manifest,
        sources,
        &arguments.tables,
        false,
        &progress,
    )?;
    for module in &chosen {
        if matches!(module.fate, Fate::Replaced { .. }) {
            work.lock_published(&module.name, &module.out, &source.locked());
        }
    }

    progress.step("writing");
    let overwrite = Overwrite::from(arguments.overwrite);
    let targets = std::mem::take(&mut work.targets);
    let mut plan = plan(&targets, overwrite)?;
    let results = work.results(&mut plan, &targets);
    let mut report = Report::new(&source, chosen, results);
    report.changelog = add_section(arguments, &report, &mut plan)?;
    // Last, so that a run that was cut finds the same differences again. Modules may share a spec.
    let mut written = BTreeSet::new();
    for module in &report.modules {
        if let Fate::Replaced { text } = &module.fate
            && written.insert(&module.spec)
        {
            let change = plan.write_document(&module.spec, text.clone(), module.may(overwrite))?;
            report.specs.extend(change);
        }
    }
    report.results.lock = work.lock(&mut plan)?;
    report.current = plan.is_current();
    if !arguments.dry_run {
        plan.apply().map_err(Failure::new)?;
    }
    if let Some(path) = &arguments.markdown {
        write_markdown(path, &report.to_markdown())?;
    }
    report.finish(progress.finish());
    if arguments.json {
        print(format_args!("{:#}", serde_json::json!(report)))?;
    } else {
        print(report.describe(arguments.dry_run))?;
    }
    Ok(Outcome::Done)
}

/// Adds the section for the changelog to the plan, if there is anything to say.
fn add_section(
    arguments: &Arguments,
    report: &Report,
    plan: &mut Plan<'_>,
) -> Result<Option<Change>, Failure> {
    let Some(section) = report.section() else {
        return Ok(None);
    };
    let path = arguments
        .changelog
        .clone()
        .unwrap_or_else(|| arguments.manifest.with_file_name("CHANGELOG.md"));
    let found = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let message = format_args!("cannot read {}: {error}", path.display());
            return Err(Failure::new(message));
        }
    };
    let text = changelog::with_section(found.as_deref().unwrap_or_default(), &section);
    Ok(plan.replace(&path, found.as_deref(), text)?)
}

fn write_markdown(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)
    };
    write().map_err(|error| {
        let path = path.display();
        Failure::new(format_args!("cannot write {path}: {error}"))
    })
}
