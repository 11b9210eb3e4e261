//! What a new description does to each module of a manifest.

use std::path::{Path, PathBuf};

use graph_codegen::diff::{Diff, Note, Revision, compare};
use graph_codegen::lock::{Lock, LockedFile, relative};
use graph_codegen::manifest::{Manifest, ManifestModule};
use graph_codegen::openapi::{OperationRef, operations, service_root};
use graph_codegen::output::{Overwrite, Ownership, document_text};
use graph_codegen::{Document, Generator, Pattern, Selection, Surface, TrimReport, trim};
use serde::Serialize;

use super::source::Source;
use super::{Arguments, Failure, Progress};
use crate::cli::lock::LockFile;
use crate::cli::overlays::changed;

/// A module, and what becomes of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Module {
    pub(super) name: String,
    #[serde(serialize_with = "as_text")]
    pub(super) spec: PathBuf,
    /// Its folder, as the lock has it.
    #[serde(skip)]
    pub(super) out: String,
    /// Its folder.
    #[serde(skip)]
    pub(super) folder: PathBuf,
    #[serde(flatten)]
    pub(super) fate: Fate,
    /// What changes in Rust, or for a spec by hand, would if it said the same; none where there was
    /// nothing before.
    #[serde(flatten, serialize_with = "as_comparison")]
    pub(super) diff: Option<Diff>,
    /// What the selection kept and left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trim: Option<TrimReport>,
    /// Whether the lock says that the spec was cut out here, although the spec cannot say so itself.
    #[serde(skip)]
    is_locked_cut: bool,
}

/// What becomes of a module's spec.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "specIs")]
pub(super) enum Fate {
    /// It is cut out of the new description.
    Replaced {
        #[serde(skip)]
        text: String,
    },
    /// It was written by hand, and stays.
    WrittenByHand,
    /// The description is not for this module.
    Skipped { reason: String },
}

fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

#[allow(clippy::ref_option, reason = "serde passes references")]
fn as_comparison<S: serde::Serializer>(
    diff: &Option<Diff>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let comparison = diff.as_ref().map(crate::cli::diff::value);
    comparison.serialize(serializer)
}

impl Module {
    /// What a spec that was cut out here, but carries no sign of it, may be replaced by.
    pub(super) fn may(&self, overwrite: Overwrite) -> Overwrite {
        if self.is_locked_cut {
            Overwrite::Allowed
        } else {
            overwrite
        }
    }
}

/// Whether the manifest has modules of these names.
pub(super) fn check_names(manifest: &Manifest, names: &[String]) -> Result<(), Failure> {
    for name in names {
        if !manifest.modules.iter().any(|module| module.name == *name) {
            let all = manifest.modules.iter().map(|module| &*module.name);
            let all: Vec<&str> = all.collect();
            return Err(Failure::new(format_args!(
                "the manifest has no module `{name}`; it has {}",
                all.join(", ")
            )));
        }
    }
    Ok(())
}

/// What becomes of the modules: those that are named, or all that the description can be for.
pub(super) fn choose(
    arguments: &Arguments,
    manifest: &Manifest,
    source: &Source,
    progress: &Progress,
) -> Result<Vec<Module>, Failure> {
    let lock = LockFile::beside(&arguments.manifest)?;
    let update = Update {
        manifest_path: &arguments.manifest,
        lock: lock.lock(),
        source,
        root: service_root(&source.document),
        names: &arguments.modules,
        is_only: manifest.modules.len() == 1,
    };
    check_shared(manifest)?;
    let mut modules = Vec::new();
    for module in &manifest.modules {
        if update.names.is_empty() || update.names.contains(&module.name) {
            progress.step(format!("comparing {}", module.name));
            modules.push(update.module(module)?);
        }
    }
    let reasons = modules.iter().map(|module| match &module.fate {
        Fate::Skipped { reason } => Some(format!("\n  module `{}`: {reason}", module.name)),
        _ => None,
    });
    if let Some(reasons) = reasons.collect::<Option<String>>() {
        return Err(Failure::new(format_args!(
            "{} is for none of the modules{reasons}",
            source.name
        )));
    }
    Ok(modules)
}

/// A spec cannot be cut in two ways.
fn check_shared(manifest: &Manifest) -> Result<(), Failure> {
    for (index, one) in manifest.modules.iter().enumerate() {
        let others = manifest.modules.iter().skip(index + 1);
        let mut twins = others.filter(|other| other.spec == one.spec);
        if let Some(other) = twins.find(|other| other.selection != one.selection) {
            return Err(Failure::new(format_args!(
                "the modules `{}` and `{}` select different parts of one spec, {}; give each a \
                 spec of its own",
                one.name,
                other.name,
                one.spec.display()
            )));
        }
    }
    Ok(())
}

struct Update<'a> {
    manifest_path: &'a Path,
    lock: &'a Lock,
    source: &'a Source,
    /// The path that the operations of the new description lie below.
    root: String,
    names: &'a [String],
    is_only: bool,
}

impl Update<'_> {
    fn module(&self, module: &ManifestModule) -> Result<Module, Failure> {
        let found = match std::fs::read_to_string(&module.spec) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                let message = format!("cannot read {}: {error}", module.spec.display());
                return Err(Failure::new(message));
            }
        };
        let mut result = Module {
            name: module.name.clone(),
            spec: module.spec.clone(),
            out: relative(self.manifest_path, &module.out),
            folder: module.out.clone(),
            fate: Fate::WrittenByHand,
            diff: None,
            trim: None,
            is_locked_cut: false,
        };
        let Some(text) = found else {
            if self.names.is_empty() && !self.is_only {
                let name = &module.name;
                let reason = format!("it has no spec yet; --module {name} makes it");
                result.fate = Fate::Skipped { reason };
            } else {
                self.cut(module, None, &mut result)?;
            }
            return Ok(result);
        };
        let old = Document::parse(module.spec.display().to_string(), &*text)?;
        let root = service_root(&old);
        if root != self.root {
            let reason = format!("its spec is of {root}, and this is of {}", self.root);
            result.fate = Fate::Skipped { reason };
            return Ok(result);
        }
        let sha256 = LockedFile::of("", &text).sha256;
        let locked = self.lock.module(&module.name, &result.out);
        result.is_locked_cut =
            locked.is_some_and(|locked| locked.published.is_some() && locked.spec.sha256 == sha256);
        let is_cut = Ownership::of(text.as_bytes()) != Ownership::Foreign
            || graph_codegen::openapi::is_trimmed(&old)
            || result.is_locked_cut;
        if is_cut {
            self.cut(module, Some(&old), &mut result)?;
        } else {
            self.hold_against(module, &old, &mut result)?;
        }
        Ok(result)
    }

    /// Cuts the module's spec out of the new description, and compares it with the one before.
    fn cut(
        &self,
        module: &ManifestModule,
        old: Option<&Document>,
        result: &mut Module,
    ) -> Result<(), Failure> {
        let trimmed = trim(&self.source.document, &module.selection)?;
        result.fate = Fate::Replaced {
            text: document_text(&module.spec, &trimmed.document),
        };
        if let Some(old) = old {
            // What was selected then: a pattern that is new may match nothing there.
            let locked = self.lock.module(&module.name, &result.out);
            let locked = locked.and_then(|locked| locked.selection.to_selection().ok());
            let selection = locked.unwrap_or_else(|| module.selection.clone());
            // As code is generated from them.
            let old = changed(old.clone(), &module.overlays)?;
            let new = changed(trimmed.document, &module.overlays)?;
            let before = surface(&module.generator().with_selection(selection), &old)?;
            let after = surface(&module.generator(), &new)?;
            result.diff = Some(diff((&old, &before), (&new, &after)));
        }
        result.trim = Some(trimmed.report);
        Ok(())
    }

    /// Compares a spec that was written by hand with what is published of its operations.
    fn hold_against(
        &self,
        module: &ManifestModule,
        old: &Document,
        result: &mut Module,
    ) -> Result<(), Failure> {
        let published: Vec<OperationRef<'_>> = operations(&self.source.document).collect();
        let is_published = |pattern: &Pattern| {
            let mut operations = published.iter();
            operations.any(|operation| pattern.matches(operation.path, operation.method))
        };
        let own = operations(old).filter_map(|operation| {
            let method = operation.method.to_ascii_uppercase();
            Pattern::parse(&format!("{}#{method}", operation.path)).ok()
        });
        let same: Vec<Pattern> = own.filter(is_published).collect();
        if same.is_empty() {
            let reason = format!("{} has none of its operations", self.source.name);
            result.fate = Fate::Skipped { reason };
            return Ok(());
        }
        let policies = |selection: Selection| {
            selection
                .navigation(module.selection.navigation)
                .descendants(module.selection.descendants)
        };
        let trimmed = trim(&self.source.document, &policies(Selection::of(same)))?;
        // Features are divided by the size of the whole, which says nothing of the spec.
        let generator = Generator::new(policies(Selection::default()))
            .with_preferences(module.preferences.clone());
        let before = surface(&generator, old)?;
        let after = surface(&generator, &trimmed.document)?;
        let mut diff = diff((old, &before), (&trimmed.document, &after));
        // That only one of the two was trimmed is as it should be.
        diff.notes
            .retain(|note| !matches!(note, Note::Trimmed { .. }));
        result.diff = Some(diff);
        Ok(())
    }
}

fn surface(generator: &Generator, document: &Document) -> Result<Surface, Failure> {
    Ok(generator.plan(document)?.surface)
}

fn diff(old: (&Document, &Surface), new: (&Document, &Surface)) -> Diff {
    let revision = |(document, surface)| Revision { document, surface };
    let mut diff = compare(revision(old), revision(new));
    // That a part is compared is the point here.
    diff.notes
        .retain(|note| !matches!(note, Note::Trimmed { .. }));
    diff
}
