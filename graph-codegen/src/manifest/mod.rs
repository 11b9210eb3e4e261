//! The manifest `graph.toml`: which spec becomes which module.

mod read;
#[cfg(test)]
mod tests;

use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::generator::{Error, Generated, Generator};
use crate::output::{CargoToml, Target};
use crate::package::module_features;
use crate::plan::Preferences;
use crate::reuse::ModelRecord;
use crate::select::Selection;

/// The contents of a manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The modules; never none.
    pub modules: Vec<ManifestModule>,
}

/// A module that is generated into a crate. Its paths begin where that of the manifest does.
#[derive(Clone, Debug)]
pub struct ManifestModule {
    /// The name of the module.
    pub name: String,
    /// The spec.
    pub spec: PathBuf,
    /// The overlays that change the spec, in this order: those of all modules, then its own.
    pub overlays: Vec<PathBuf>,
    /// The folder for the module's files.
    pub out: PathBuf,
    /// The `Cargo.toml` in which the features are kept; none for a module without features.
    pub features: Option<PathBuf>,
    /// Whether the module is a part of the crate `graph-client` itself.
    pub within_runtime: bool,
    /// What the module takes of its spec.
    pub selection: Selection,
    /// What its surface is to look like otherwise than the rules have it.
    pub preferences: Preferences,
    /// The published permissions, for operations of the spec that have none of their own.
    pub permissions: Option<PathBuf>,
    /// The folder for a record of the module's types, by which other modules find the same ones;
    /// none where nobody takes its types.
    pub record: Option<PathBuf>,
    /// Where the manifest speaks of it.
    pub place: Place,
}

impl Manifest {
    /// Reads the text of the manifest at `path`, which its paths are relative to.
    ///
    /// # Errors
    ///
    /// All that is wrong with it: when it is not TOML, has keys that are not known or no modules,
    /// when a module lacks something, takes nothing, or has a path or a pattern that is not one.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Diagnostics> {
        read::manifest(path, text)
    }
}

impl ManifestModule {
    /// A generator for the module.
    pub fn generator(&self) -> Generator {
        let mut generator =
            Generator::new(self.selection.clone()).with_preferences(self.preferences.clone());
        if self.within_runtime {
            generator = generator.within_runtime();
        }
        if self.features.is_some() {
            generator = generator.with_features(&self.name);
        }
        generator
    }

    /// What is wrong with the module, at its place.
    pub fn fault(&self, message: impl Display) -> Diagnostic {
        let message = format!("module `{}`: {message}", self.name);
        Diagnostic::error(self.place.clone(), message)
    }

    /// The code that was generated for the module, in its folder, and the record of its types, if
    /// there is to be one, in a folder of that.
    ///
    /// # Errors
    ///
    /// When the generated code is not Rust, which is a mistake in the generator.
    pub fn targets(&self, generated: Generated) -> Result<Vec<Target>, Error> {
        let record = self.record.as_ref().map(|folder| Target {
            name: format!("{}, the record", self.name),
            folder: folder.clone(),
            files: vec![ModelRecord::of(generated.surface()).to_file()],
            cargo_toml: None,
        });
        let cargo_toml = self.features.as_ref().map(|path| CargoToml {
            path: path.clone(),
            template: None,
            settings: module_features(&self.name, &generated.summary.features),
        });
        let code = Target {
            name: self.name.clone(),
            folder: self.out.clone(),
            files: generated.into_files("mod.rs")?,
            cargo_toml,
        };
        Ok([code].into_iter().chain(record).collect())
    }
}
