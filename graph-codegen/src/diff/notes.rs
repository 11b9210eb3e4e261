//! What is odd about two descriptions that are compared.

use std::fmt;

use serde::Serialize;

use super::conventions::Conventions;
use crate::openapi::{Description, PLAN, TRIMMED};
use crate::source::Document;

/// Something odd about two descriptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "note")]
#[non_exhaustive]
pub enum Note {
    /// No operation of one is in the other.
    Different {
        /// The title of the old one.
        old: String,
        /// The title of the new one.
        new: String,
    },
    /// What they say of themselves makes the old one the newer.
    WrongOrder {
        /// What the old one says.
        old: String,
        /// What the new one says.
        new: String,
    },
    /// One was trimmed, and the other is whole.
    Trimmed {
        /// The file of the trimmed one.
        file: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Different { old, new } => write!(
                f,
                "no operation of the old description ({old}) is in the new one ({new}): they describe different APIs"
            ),
            Self::WrongOrder { old, new } => write!(
                f,
                "the old description is the newer one ({old} after {new}): they may be in the wrong order"
            ),
            Self::Trimmed { file } => write!(
                f,
                "{file} was trimmed, and the other is whole: types that were left out when it was trimmed may show as differences"
            ),
        }
    }
}

pub(super) fn notes(
    old: &Document,
    before: &Conventions<'_>,
    new: &Document,
    after: &Conventions<'_>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if !before.has_any_of(after) {
        notes.push(Note::Different {
            old: Description::of(old).title(),
            new: Description::of(new).title(),
        });
    }
    notes.extend(order(old, before, new, after));
    for (one, other) in [(old, new), (new, old)] {
        if is_trimmed(one) && !is_trimmed(other) {
            notes.push(Note::Trimmed {
                file: one.name().to_owned(),
            });
        }
    }
    notes
}

/// Whether a description says that it was cut out of a larger one: what `trim` writes begins with the
/// words of its seal, and has the extensions of a part where it needs them.
pub(super) fn is_trimmed(document: &Document) -> bool {
    let text = document.text();
    document.root().get(PLAN).is_some()
        || text.starts_with("# Written by graph-codegen;")
        || text.contains(TRIMMED)
}

/// Whether versions, or the dates of deprecations, say that the old description is the newer one.
fn order(
    old: &Document,
    before: &Conventions<'_>,
    new: &Document,
    after: &Conventions<'_>,
) -> Option<Note> {
    let version = |document: &Document| Description::of(document).version();
    let (was, is) = (version(old), version(new));
    if let (Some(one), Some(other)) = (numbers(&was), numbers(&is))
        && one != other
    {
        return (one > other).then(|| Note::WrongOrder {
            old: format!("version {was}"),
            new: format!("version {is}"),
        });
    }
    let (was, is) = (before.last_deprecation?, after.last_deprecation?);
    (was > is).then(|| Note::WrongOrder {
        old: format!("deprecations up to {was}"),
        new: format!("up to {is}"),
    })
}

/// The numbers of a version, such as `1.0.1` or `2024-03-01`.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let bare = version.strip_prefix('v').unwrap_or(version);
    let parts = bare.split(['.', '-']);
    parts.map(|part| part.parse().ok()).collect()
}
