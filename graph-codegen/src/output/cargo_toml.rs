//! What generated code needs of a `Cargo.toml`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A `Cargo.toml`, and the settings in it that a target keeps current. All others are its
/// user's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CargoToml {
    /// Where it is.
    pub path: PathBuf,
    /// What it begins as when it is not there; none where it has to be there.
    pub template: Option<String>,
    /// The settings, in the order in which they are written.
    pub settings: Vec<Setting>,
}

/// A setting in a `Cargo.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The table that it is in, such as `features`, or `dependencies.graph-client`.
    pub table: &'static str,
    /// Its key in the table.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// How far the target claims it.
    pub claim: Claim,
}

/// How far a target claims a setting. In any case, what a user changed after it was written stays
/// changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A suggestion: another value that is there already stays.
    Suggested,
    /// Another value that is there already is in the way.
    Owned,
    /// As owned, and put back when it was taken out.
    Required,
}

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Switch(bool),
    /// A string.
    Text(String),
    /// An array of strings, in any order.
    List(Vec<String>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
