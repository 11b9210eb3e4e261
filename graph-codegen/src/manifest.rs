//! The manifest `graph.toml`: which spec becomes which module.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::select::Selection;

pub use crate::package::set_features;

/// The contents of a manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The modules.
    #[serde(rename = "module")]
    pub modules: Vec<ManifestModule>,
}

/// A module that is generated into a crate. Paths are relative to the manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ManifestModule {
    /// The name of the module.
    pub name: String,
    /// The spec.
    pub spec: PathBuf,
    /// The folder for the module's files.
    pub out: PathBuf,
    /// The `Cargo.toml` in which the features are kept; none for a module without features.
    pub features: Option<PathBuf>,
    /// Whether the module is a part of the crate `graph-client` itself.
    #[serde(default)]
    pub within_runtime: bool,
    /// Patterns of paths to include; all of them by default.
    pub include: Option<Vec<String>>,
    /// Patterns of paths to exclude.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// What becomes of navigation properties: `used` or `all`.
    pub navigation: Option<String>,
    /// Which descendants come along: `auto`, `used` or `all`.
    pub descendants: Option<String>,
    /// Types to include by name.
    #[serde(default)]
    pub types: Vec<String>,
}

/// A manifest that cannot be used.
#[derive(Debug)]
pub struct ManifestError {
    message: String,
}

impl std::fmt::Display for ManifestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ManifestError {}

fn wrong(message: impl std::fmt::Display) -> ManifestError {
    ManifestError {
        message: message.to_string(),
    }
}

impl Manifest {
    /// Reads the text of a manifest and makes its paths relative to `folder`.
    ///
    /// # Errors
    ///
    /// When it is not TOML, or has keys that are not known.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, ManifestError> {
        let mut manifest: Self = toml_edit::de::from_str(text).map_err(wrong)?;
        for module in &mut manifest.modules {
            module.spec = folder.join(&module.spec);
            module.out = folder.join(&module.out);
            module.features = module.features.as_ref().map(|path| folder.join(path));
        }
        Ok(manifest)
    }
}

impl ManifestModule {
    /// What the module takes of its spec.
    ///
    /// # Errors
    ///
    /// When a pattern or a policy is not one.
    pub fn selection(&self) -> Result<Selection, ManifestError> {
        Selection::from_texts(
            self.include.as_deref(),
            &self.exclude,
            self.navigation.as_deref(),
            self.descendants.as_deref(),
            &self.types,
        )
        .map_err(|error| wrong(format_args!("module `{}`: {error}", self.name)))
    }
}
