//! What changes in a folder.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

/// What happens, or would happen, to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "change", content = "path")]
pub enum Change {
    /// It is not there yet.
    #[serde(serialize_with = "as_text")]
    Add(PathBuf),
    /// It is there with other contents.
    #[serde(serialize_with = "as_text")]
    Update(PathBuf),
    /// It was generated before and is not any more.
    #[serde(serialize_with = "as_text")]
    Remove(PathBuf),
}

impl Change {
    /// The file, with its folder.
    pub fn path(&self) -> &Path {
        match self {
            Self::Add(path) | Self::Update(path) | Self::Remove(path) => path,
        }
    }
}

/// What happens, or would happen, to a `Cargo.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CargoTomlChange {
    /// Whether it is made or updated.
    #[serde(flatten)]
    pub change: Change,
    /// The settings that get another value or go, such as `features.v1`.
    pub settings: Vec<String>,
}

/// A path need not be Unicode; JSON has to be.
fn as_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}
