//! The modules of a manifest.

use std::fmt::Display;
use std::path::{Component, Path, PathBuf};

use graph_codegen::Document;
use graph_codegen::diagnostics::{Diagnostic, Diagnostics};
use graph_codegen::manifest::{Manifest, ManifestModule};

use super::report::Report;
use super::{Failure, Progress, Work};
use crate::cli::fail::read;
use crate::cli::overlays::changed;
use crate::cli::tables::{TableArguments, Tables, with_table};

pub(super) fn generate(
    path: &Path,
    arguments: &TableArguments,
    progress: &Progress,
) -> Result<Work, Failure> {
    let manifest = Manifest::parse(path, &read(path)?)?;
    let repository = repository(path);
    let findings: Diagnostics = manifest
        .modules
        .iter()
        .flat_map(|module| faults(module, repository.as_deref()))
        .collect();
    if !findings.is_empty() {
        return Err(findings.into());
    }
    let mut work = Work::default();
    let mut tables = Tables::default();
    for module in &manifest.modules {
        progress.step(format!("reading {}", module.spec.display()));
        let document = changed(read_spec(module)?, &module.overlays)?;
        progress.step(format!("generating {}", module.name));
        let table = tables.get(arguments, module.permissions.as_deref())?;
        let generator = with_table(module.generator(), table.as_ref());
        let generated = generator.generate(&document, &module.name)?;
        let mut report = Report::of(&generated, &module.name, &module.spec);
        report.add_warnings(table.as_deref());
        progress.step(format!("formatting {}", module.name));
        work.push(module.target(generated)?, report);
    }
    Ok(work)
}

fn read_spec(module: &ManifestModule) -> Result<Document, Failure> {
    let name = module.spec.display().to_string();
    let text = std::fs::read_to_string(&module.spec).map_err(|error| {
        let finding = fault(module, format_args!("cannot read {name}: {error}"));
        Failure::from(Diagnostics::from(finding))
    })?;
    Ok(Document::parse(name, text)?)
}

/// What the files around a module tell to be wrong with it, before the long work begins.
fn faults(module: &ManifestModule, repository: Option<&Path>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let features = module.features.as_ref();
    let mut read = vec![("spec", &module.spec)];
    read.extend(module.overlays.iter().map(|path| ("overlays", path)));
    read.extend(features.map(|path| ("features", path)));
    read.extend(
        module
            .permissions
            .as_ref()
            .map(|path| ("permissions", path)),
    );
    for (what, path) in read {
        let cause = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => continue,
            Ok(_) => "it is not a file".to_owned(),
            Err(error) => error.to_string(),
        };
        let message = format!("cannot read {}: {cause}", path.display());
        faults.push(fault(module, message).with_help(format!("mend the path in `{what}`")));
    }
    let Some(repository) = repository else {
        return faults;
    };
    for (what, path) in [("out", Some(&module.out)), ("features", features)] {
        let Some(path) = path else { continue };
        if !absolute(path).is_some_and(|path| path.starts_with(repository)) {
            let message = format!(
                "`{what}` is {}, outside of the repository {}",
                path.display(),
                repository.display()
            );
            faults.push(fault(module, message).with_help("write a path within it"));
        }
    }
    faults
}

fn fault(module: &ManifestModule, message: impl Display) -> Diagnostic {
    let message = format!("module `{}`: {message}", module.name);
    Diagnostic::error(module.place.clone(), message)
}

/// The repository that a manifest is in, if it is in one.
fn repository(manifest: &Path) -> Option<PathBuf> {
    let path = absolute(manifest)?;
    let mut folders = path.ancestors();
    let repository = folders.find(|folder| folder.join(".git").exists())?;
    Some(repository.to_owned())
}

/// The path from the root, without `..`.
fn absolute(path: &Path) -> Option<PathBuf> {
    let mut absolute = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        if part == Component::ParentDir {
            absolute.pop();
        } else {
            absolute.push(part);
        }
    }
    Some(absolute)
}
