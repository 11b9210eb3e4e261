//! `graph-codegen diff`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use graph_codegen::diff::{
    Change, ChangeKind, Diff, Note, Revision, Severity, compare, selections,
};
use graph_codegen::manifest::{Manifest, ManifestModule};
use graph_codegen::{Document, Generator, Preferences, Selection};

use super::Outcome;
use super::fail::{Failure, print, read, read_spec};
use super::overlays::{OverlayArguments, changed};
use super::selection::{PreferenceArguments, SelectionArguments};

/// Says what a new description of an API means for code that was generated from an old one.
///
/// Each change of the public items is breaking, an addition, or one of documentation, and has its
/// places in both descriptions and the operations that it matters to. Changes that come from how a
/// description is written, and not from the API, are marked: they break code just the same.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 no difference (or none that `--fail-on` asks for), 1 there are \
                  differences, 2 something is wrong with the arguments or a description, or the two \
                  describe different APIs."
)]
pub(crate) struct Arguments {
    /// The description that the code was generated from, YAML or JSON.
    old: PathBuf,
    /// The description that it is to be generated from.
    new: PathBuf,
    #[command(flatten)]
    overlays: OverlayArguments,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    preferences: PreferenceArguments,
    /// A manifest: both descriptions are read as its module reads its spec.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// The module of the manifest; need not be given where there is one, or one with OLD or NEW as
    /// its spec.
    #[arg(long, value_name = "NAME", requires = "manifest")]
    module: Option<String>,
    /// What makes the exit code 1: any change that matters so much, or more.
    #[arg(
        long,
        value_enum,
        value_name = "SEVERITY",
        default_value = "documentation"
    )]
    fail_on: FailOn,
    /// List every change; otherwise the first ones of each severity are listed.
    #[arg(long)]
    all: bool,
    /// Write all of it as JSON.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Write Markdown, for the text of a pull request.
    #[arg(long)]
    markdown: bool,
}

/// The severities, as the command line has them.
#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// Something breaks.
    Breaking,
    /// Something is added or breaks.
    Addition,
    /// There is any difference.
    Documentation,
}

impl From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Breaking => Self::Breaking,
            FailOn::Addition => Self::Addition,
            FailOn::Documentation => Self::Documentation,
        }
    }
}

/// At most so many changes of a severity are listed unless all are asked for.
const LISTED: usize = 20;

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    show(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn show(arguments: &Arguments) -> Result<Outcome, Failure> {
    let slice = slice(arguments)?;
    let overlays = match &slice.module {
        Some(module) => &module.overlays,
        None => arguments.overlays.paths(),
    };
    let old = changed(read_spec(&arguments.old)?, overlays)?;
    let new = changed(read_spec(&arguments.new)?, overlays)?;
    let diff = difference(&slice, &old, &new)?;
    let different = diff
        .notes
        .iter()
        .find(|note| matches!(note, Note::Different { .. }));
    if let Some(note) = different {
        return Err(Failure::new(note));
    }
    if arguments.json {
        print(json(&diff))?;
    } else if arguments.markdown {
        print(diff.to_markdown().trim_end())?;
    } else {
        write(&diff, old.text() == new.text(), arguments.all)?;
    }
    let limit = Severity::from(arguments.fail_on);
    let differs = diff.severity().is_some_and(|worst| worst <= limit);
    Ok(if differs {
        Outcome::Found
    } else {
        Outcome::Done
    })
}

/// What is compared of the two descriptions.
struct Slice {
    selection: Selection,
    preferences: Preferences,
    /// The module that it belongs to; none for a crate of its own.
    module: Option<ManifestModule>,
}

fn slice(arguments: &Arguments) -> Result<Slice, Failure> {
    let (selection, preferences) = (&arguments.selection, &arguments.preferences);
    let Some(manifest) = &arguments.manifest else {
        return Ok(Slice {
            selection: selection.selection()?,
            preferences: preferences.preferences()?,
            module: None,
        });
    };
    if !arguments.overlays.is_empty() || !selection.is_empty() || !preferences.is_empty() {
        return Err(Failure::beside_manifest());
    }
    let modules = Manifest::parse(manifest, &read(manifest)?)?.modules;
    let module = choose(modules, arguments)?;
    Ok(Slice {
        selection: module.selection.clone(),
        preferences: module.preferences.clone(),
        module: Some(module),
    })
}

/// The module whose spec the two descriptions stand for.
fn choose(modules: Vec<ManifestModule>, arguments: &Arguments) -> Result<ManifestModule, Failure> {
    let names: Vec<String> = modules
        .iter()
        .map(|one| format!("`{}`", one.name))
        .collect();
    let names = names.join(", ");
    let of_spec = |module: &ManifestModule| {
        same_file(&module.spec, &arguments.old) || same_file(&module.spec, &arguments.new)
    };
    let is_chosen = |module: &ManifestModule| match &arguments.module {
        Some(name) => module.name == *name,
        None => of_spec(module),
    };
    let only = modules.len() == 1 && arguments.module.is_none();
    let mut chosen = modules
        .into_iter()
        .filter(|module| only || is_chosen(module));
    match (chosen.next(), chosen.next(), &arguments.module) {
        (Some(module), None, _) => Ok(module),
        (_, _, Some(name)) => Err(Failure::new(format_args!(
            "the manifest has no module `{name}`; it has {names}"
        ))),
        _ => Err(Failure::new(format_args!(
            "the manifest has the modules {names}: choose one with --module"
        ))),
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn difference(slice: &Slice, old: &Document, new: &Document) -> Result<Diff, Failure> {
    let (of_old, of_new) = selections(old, new, &slice.selection);
    let plan = |document: &Document, selection: Selection| match &slice.module {
        Some(module) => ManifestModule {
            selection,
            ..module.clone()
        }
        .generator()
        .plan(document),
        None => Generator::new(selection)
            .with_preferences(slice.preferences.clone())
            .as_package()
            .plan(document),
    };
    let (before, after) = (plan(old, of_old)?, plan(new, of_new)?);
    Ok(compare(
        Revision {
            document: old,
            surface: &before.surface,
        },
        Revision {
            document: new,
            surface: &after.surface,
        },
    ))
}

fn json(diff: &Diff) -> String {
    format!("{:#}", value(diff))
}

/// A comparison as JSON, with what follows from it.
pub(crate) fn value(diff: &Diff) -> serde_json::Value {
    serde_json::json!({
        "versionStep": diff.version_step(),
        "severity": diff.severity(),
        "summary": diff.summary(),
        "diff": diff,
    })
}

fn write(diff: &Diff, is_same_text: bool, all: bool) -> Result<(), Failure> {
    for note in &diff.notes {
        print(format_args!("note: {note}"))?;
    }
    let Some(step) = diff.version_step() else {
        return print(if is_same_text {
            "no difference: the two files are the same"
        } else {
            "no difference in the generated API"
        });
    };
    let summary = diff.summary();
    for severity in Severity::ALL {
        let counts = summary.of(severity);
        print(format_args!("{severity}: {counts}"))?;
        let count = if all { usize::MAX } else { LISTED };
        // Other words are listed only when all is.
        let listed = diff
            .of(severity)
            .filter(|change| all || change.kind != ChangeKind::Described);
        let mut shown = 0;
        for change in listed.take(count) {
            shown += 1;
            write_change(change)?;
        }
        if shown < counts.changes {
            let more = counts.changes - shown;
            print(format_args!("  and {more} more (`--all` lists them)"))?;
        }
    }
    if !summary.style.is_empty() {
        let styles = summary.style.iter();
        let styles: Vec<String> = styles
            .map(|(style, count)| format!("{style} {count}"))
            .collect();
        print(format_args!("from style: {}", styles.join(", ")))?;
    }
    print(format_args!("version step: {step}"))
}

fn write_change(change: &Change) -> Result<(), Failure> {
    let style = if change.is_style() {
        format!(" (style: {})", change.style_names())
    } else {
        String::new()
    };
    let (path, kind, effect) = (change.path(), change.kind, &change.effect);
    print(format_args!("  {path}: {kind}; {effect}{style}"))?;
    if let (Some(old), Some(new)) = (&change.old, &change.new)
        && old.signature != new.signature
    {
        print(format_args!(
            "    - {}\n    + {}",
            old.signature, new.signature
        ))?;
    }
    if let Some(operations) = change.operations_text() {
        print(format_args!("    for {operations}"))?;
    }
    for side in [&change.old, &change.new].into_iter().flatten() {
        if !side.place.pointer.is_empty() {
            print(format_args!("    at {}", side.place))?;
        }
    }
    if !change.follows.is_empty() {
        print(format_args!(
            "    and {} that go with it",
            change.follows.len()
        ))?;
    }
    Ok(())
}
