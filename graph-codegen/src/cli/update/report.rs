//! What an update is told as: for people, for programs, as Markdown, in the changelog.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use graph_codegen::diff::{Diff, Severity, VersionStep};
use graph_codegen::output::Change;
use serde::Serialize;

use super::modules::{Fate, Module};
use super::source::Source;
use super::versions::Proposal;
use crate::cli::generate::Results;

/// How many changes of a kind are shown where there may be thousands.
const SHOWN: usize = 40;

/// What was done.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    source: Described,
    pub(super) modules: Vec<Module>,
    versions: Vec<Proposal>,
    /// What becomes of specs.
    pub(super) specs: Vec<Change>,
    pub(super) changelog: Option<Change>,
    #[serde(rename = "generated")]
    pub(super) results: Results,
    pub(super) current: bool,
    milliseconds: u64,
}

#[derive(Serialize)]
struct Described {
    name: String,
    version: String,
    sha256: String,
}

impl Report {
    pub(super) fn new(source: &Source, modules: Vec<Module>, results: Results) -> Self {
        Self {
            source: Described {
                name: source.name.clone(),
                version: source.version.clone(),
                sha256: source.locked().sha256,
            },
            versions: versions(&modules),
            modules,
            specs: Vec::new(),
            changelog: None,
            results,
            current: false,
            milliseconds: 0,
        }
    }

    pub(super) fn finish(&mut self, elapsed: Duration) {
        self.milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    }

    /// The description, in a few words.
    fn source(&self) -> String {
        let Described {
            name,
            version,
            sha256,
        } = &self.source;
        let short = sha256.get(..12).unwrap_or(sha256);
        format!("`{name}` (version {version}, SHA-256 {short})")
    }

    /// What is told on a terminal.
    pub(super) fn describe(&self, dry_run: bool) -> String {
        let mut text = String::new();
        for module in &self.modules {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", describe(module, &self.source.name));
        }
        for proposal in &self.versions {
            let Proposal {
                name,
                version,
                next,
                step,
                ..
            } = proposal;
            let _ = writeln!(text, "{name}: version {version} -> {next} ({step})");
        }
        for generated in self.results.describe_briefly(dry_run) {
            let _ = writeln!(text, "{generated}");
        }
        for change in self.specs.iter().chain(&self.changelog) {
            let verb = match (change, dry_run) {
                (Change::Add(_), true) => "would add",
                (_, true) => "would update",
                (Change::Add(_), false) => "added",
                (_, false) => "updated",
            };
            let _ = writeln!(text, "{verb} {}", change.path().display());
        }
        let seconds = Duration::from_millis(self.milliseconds).as_secs_f64();
        text += &match (dry_run, self.current) {
            (_, true) => format!("nothing to write ({seconds:.1} s)"),
            (true, false) => format!("nothing was written ({seconds:.1} s)"),
            (false, false) => format!("done in {seconds:.1} s"),
        };
        text
    }

    /// All differences, as the text of a pull request.
    pub(super) fn to_markdown(&self) -> String {
        let mut text = format!("# Microsoft Graph as of {}\n", self.source());
        for proposal in &self.versions {
            let Proposal {
                name,
                version,
                next,
                ..
            } = proposal;
            let _ = write!(
                text,
                "\nThe next version of `{name}` is **{next}**, after {version}.\n"
            );
        }
        for module in &self.modules {
            let Module { name, spec, .. } = module;
            let spec = spec.display();
            let _ = write!(text, "\n# `{name}`\n\n");
            match (&module.fate, &module.diff) {
                (Fate::Skipped { reason }, _) => {
                    let _ = writeln!(text, "Left alone: {reason}.");
                }
                (Fate::WrittenByHand, _) => {
                    let _ = write!(
                        text,
                        "`{spec}` is written by hand and was left alone. What follows is how the \
                         published description of its operations differs from it; what is added \
                         there, `{spec}` lacks.\n\n",
                    );
                }
                (Fate::Replaced { .. }, None) => {
                    let _ = writeln!(text, "`{spec}` is new.");
                }
                (Fate::Replaced { .. }, Some(_)) => {}
            }
            if let Some(diff) = &module.diff {
                text += &diff.to_markdown();
            }
        }
        text
    }

    /// The section for the changelog; none when nothing changes in what is generated.
    pub(super) fn section(&self) -> Option<String> {
        let mut text = String::new();
        for module in &self.modules {
            let Fate::Replaced { .. } = module.fate else {
                continue;
            };
            match &module.diff {
                None => {
                    let _ = write!(text, "\n`{}` is new.\n", module.name);
                }
                Some(diff) if diff.is_empty() => {}
                Some(diff) => {
                    let _ = write!(text, "\n`{}`: {}.\n", module.name, diff.summary());
                    write_list(&mut text, diff);
                }
            }
        }
        if text.is_empty() {
            return None;
        }
        Some(format!(
            "### Microsoft Graph as of {}\n{text}",
            self.source()
        ))
    }
}

fn describe(module: &Module, source: &str) -> String {
    let mut text = format!("{} ({})\n  ", module.name, module.spec.display());
    match &module.fate {
        Fate::Skipped { reason } => {
            text += &format!("left alone: {reason}");
            return text;
        }
        Fate::WrittenByHand => {
            text += &format!("written by hand and left alone; what {source} has otherwise:\n  ");
        }
        Fate::Replaced { .. } if module.diff.is_none() => text += "new",
        Fate::Replaced { .. } => {}
    }
    if let Some(diff) = &module.diff {
        if diff.is_empty() {
            text += "nothing changes in the generated API";
        } else {
            text += &diff.summary().to_string();
        }
        for note in &diff.notes {
            text += &format!("\n  note: {note}");
        }
        for severity in [Severity::Breaking, Severity::Addition] {
            write_changes(&mut text, diff, severity);
        }
    }
    text
}

fn write_changes(text: &mut String, diff: &Diff, severity: Severity) {
    let mut changes = diff.of(severity);
    for change in changes.by_ref().take(SHOWN) {
        let (path, kind, effect) = (change.path(), change.kind, &change.effect);
        *text += &format!("\n  {severity}: {path} {kind}: {effect}");
    }
    match changes.count() {
        0 => {}
        rest => *text += &format!("\n  {severity}: and {rest} more (--markdown or --json has all)"),
    }
}

/// The changes as a list; those of documentation are only counted.
fn write_list(text: &mut String, diff: &Diff) {
    for severity in [Severity::Breaking, Severity::Addition] {
        let mut changes = diff.of(severity).peekable();
        if changes.peek().is_none() {
            continue;
        }
        text.push('\n');
        // Writing to a string cannot fail.
        for change in changes.by_ref().take(SHOWN) {
            let _ = writeln!(text, "- {severity}: `{}` {}", change.path(), change.kind);
        }
        match changes.count() {
            0 => {}
            rest => {
                let _ = writeln!(text, "- {severity}: and {rest} more");
            }
        }
    }
}

/// The next version of each crate whose code changes.
fn versions(modules: &[Module]) -> Vec<Proposal> {
    let mut steps: BTreeMap<PathBuf, VersionStep> = BTreeMap::new();
    for module in modules {
        let step = match (&module.fate, &module.diff) {
            (Fate::Replaced { .. }, Some(diff)) => diff.version_step(),
            (Fate::Replaced { .. }, None) => Some(VersionStep::Minor),
            _ => None,
        };
        let proposal = step.and_then(|step| Proposal::of(&module.folder, step));
        if let Some(proposal) = proposal {
            let step = steps
                .entry(proposal.cargo_toml.into())
                .or_insert(proposal.step);
            *step = proposal.step.max(*step);
        }
    }
    let crates = steps.into_iter();
    let crates = crates.filter_map(|(path, step)| Proposal::of(path.parent()?, step));
    crates.collect()
}
