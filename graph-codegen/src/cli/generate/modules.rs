//! The modules of a manifest.

use std::path::{Component, Path, PathBuf};

use graph_codegen::diagnostics::{Diagnostic, Diagnostics};
use graph_codegen::lock::LockedModule;
use graph_codegen::manifest::{Manifest, ManifestModule};
use graph_codegen::{Document, openapi};

use super::Work;
use super::report::Report;
use crate::cli::fail::{Failure, read};
use crate::cli::lock::LockFile;
use crate::cli::overlays::changed_by;
use crate::cli::progress::Progress;
use crate::cli::sources::Sources;
use crate::cli::tables::{TableArguments, Tables, with_table};

/// Reads a manifest.
pub(crate) fn read_manifest(path: &Path) -> Result<Manifest, Failure> {
    Ok(Manifest::parse(path, &read(path)?)?)
}

/// Generates the modules of a manifest, from `sources` where they have a spec's text. With `locked`,
/// from what is locked only.
pub(crate) fn generate(
    path: &Path,
    manifest: &Manifest,
    mut sources: Sources,
    arguments: &TableArguments,
    locked: bool,
    progress: &Progress,
) -> Result<Work, Failure> {
    let repository = repository(path);
    let findings: Diagnostics = manifest
        .modules
        .iter()
        .flat_map(|module| faults(module, repository.as_deref(), &sources))
        .collect();
    if !findings.is_empty() {
        return Err(findings.into());
    }
    let lock = LockFile::beside(path)?;
    let mut tables = Tables::default();
    let mut locks = Vec::with_capacity(manifest.modules.len());
    for module in &manifest.modules {
        let spec = sources.text(module, &module.spec)?;
        let mut overlays = Vec::with_capacity(module.overlays.len());
        for path in &module.overlays {
            overlays.push((&**path, sources.text(module, path)?));
        }
        let table = tables.text(arguments, module.permissions.as_deref())?;
        let table = table.as_ref().map(|(path, text)| (&**path, &**text));
        locks.push(LockedModule::of(path, module, &spec, &overlays, table));
    }
    if locked {
        lock.hold(&locks)?;
    }
    let mut work = Work::default();
    for (module, found) in manifest.modules.iter().zip(&mut locks) {
        progress.step(format!("reading {}", module.spec.display()));
        let name = module.spec.display().to_string();
        let mut document = Document::parse(name, sources.text(module, &module.spec)?)?;
        for path in &module.overlays {
            document = changed_by(document, path, sources.text(module, path)?)?;
        }
        progress.step(format!("generating {}", module.name));
        let table = tables.get(arguments, module.permissions.as_deref())?;
        let generator = with_table(module.generator(), table.as_ref());
        let generated = generator.generate(&document, &module.name)?;
        let mut report = Report::of(&generated, &module.name, &module.spec);
        report.add_warnings(table.as_deref());
        progress.step(format!("formatting {}", module.name));
        work.push(module.targets(generated)?, report);
        found.set_version(openapi::version(&document));
        found.keep_published(lock.lock());
    }
    if locked {
        // Now with the versions that the specs tell.
        lock.hold(&locks)?;
    } else {
        work.lock = Some((lock, locks));
    }
    Ok(work)
}

/// What the files around a module tell to be wrong with it, before the long work begins.
fn faults(
    module: &ManifestModule,
    repository: Option<&Path>,
    sources: &Sources,
) -> Vec<Diagnostic> {
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
    for (what, path) in read.into_iter().filter(|(_, path)| !sources.has(path)) {
        let cause = match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => continue,
            Ok(_) => "it is not a file".to_owned(),
            Err(error) => error.to_string(),
        };
        let message = format!("cannot read {}: {cause}", path.display());
        faults.push(
            module
                .fault(message)
                .with_help(format!("mend the path in `{what}`")),
        );
    }
    let Some(repository) = repository else {
        return faults;
    };
    for (what, path) in [
        ("out", Some(&module.out)),
        ("features", features),
        ("record", module.record.as_ref()),
    ] {
        let Some(path) = path else { continue };
        if !absolute(path).is_some_and(|path| path.starts_with(repository)) {
            let message = format!(
                "`{what}` is {}, outside of the repository {}",
                path.display(),
                repository.display()
            );
            faults.push(module.fault(message).with_help("write a path within it"));
        }
    }
    faults
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
