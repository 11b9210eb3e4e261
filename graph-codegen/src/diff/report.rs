//! The result of a comparison.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{Change, ChangeKind, Note, Severity, Style};

/// The differences between two surfaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// The description that the code was generated from.
    pub old: Described,
    /// The description that it is to be generated from.
    pub new: Described,
    /// What is odd about the two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// The differences, the worst first, then by path.
    pub changes: Vec<Change>,
}

/// A description, and what was taken of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Described {
    /// The name of its file, as the caller gave it.
    pub file: String,
    /// Its title.
    pub title: String,
    /// The version that it gives of itself.
    pub version: String,
    /// How many operations have a method.
    pub operations: usize,
    /// How many public items there are.
    pub items: usize,
}

/// What a version number has to go up by, by the rules of
/// [Semantic Versioning](https://semver.org/). Of a crate before 1.0 the minor number goes up for
/// what is [`Major`](Self::Major) here, and the patch number for all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VersionStep {
    /// Only what is said of the code changed.
    Patch,
    /// Something was added or deprecated, and all that was there stays.
    Minor,
    /// Something breaks.
    Major,
}

impl fmt::Display for VersionStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// Changes in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The changes that break something.
    pub breaking: Counts,
    /// Those that add something.
    pub addition: Counts,
    /// Those of what is said.
    pub documentation: Counts,
    /// How many come from each convention of the descriptions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub style: BTreeMap<Style, usize>,
}

/// The changes of a severity in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// How many changes there are.
    pub changes: usize,
    /// How many of them come from how the descriptions are written.
    pub from_style: usize,
    /// How many items they touch, with those that follow.
    pub items: usize,
    /// How many there are of each kind.
    pub kinds: BTreeMap<ChangeKind, usize>,
}

impl Summary {
    /// The counts of a severity.
    pub fn of(&self, severity: Severity) -> &Counts {
        match severity {
            Severity::Breaking => &self.breaking,
            Severity::Addition => &self.addition,
            Severity::Documentation => &self.documentation,
        }
    }
}

impl Diff {
    /// Whether the surfaces are the same, in all that is said of them.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How much the worst change matters; none when there is no change.
    pub fn severity(&self) -> Option<Severity> {
        self.changes.iter().map(|change| change.severity).min()
    }

    /// What the version of the code has to go up by; none when there is no change.
    pub fn version_step(&self) -> Option<VersionStep> {
        let step = |change: &Change| match (change.severity, change.kind) {
            (Severity::Breaking, _) => VersionStep::Major,
            (Severity::Addition, _) | (_, ChangeKind::Deprecated) => VersionStep::Minor,
            (Severity::Documentation, _) => VersionStep::Patch,
        };
        self.changes.iter().map(step).max()
    }

    /// The changes of a severity, those of the API before those of style.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Change> {
        let chosen = |style: bool| {
            self.changes
                .iter()
                .filter(move |change| change.severity == severity && change.is_style() == style)
        };
        chosen(false).chain(chosen(true))
    }

    /// The changes in numbers.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for change in &self.changes {
            let counts = match change.severity {
                Severity::Breaking => &mut summary.breaking,
                Severity::Addition => &mut summary.addition,
                Severity::Documentation => &mut summary.documentation,
            };
            counts.changes += 1;
            counts.from_style += usize::from(change.is_style());
            counts.items += 1 + change.follows.len();
            *counts.kinds.entry(change.kind).or_default() += 1;
            for style in &change.style {
                *summary.style.entry(*style).or_default() += 1;
            }
        }
        summary
    }
}

impl fmt::Display for Counts {
    /// As in `12 (3 from style; 7 removed, 5 retyped)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.changes)?;
        if self.changes == 0 {
            return Ok(());
        }
        let kinds = self.kinds.iter();
        let kinds: Vec<String> = kinds
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        f.write_str(" (")?;
        if self.from_style > 0 {
            write!(f, "{} from style; ", self.from_style)?;
        }
        write!(f, "{})", kinds.join(", "))
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = Severity::ALL.map(|severity| format!("{severity} {}", self.of(severity)));
        f.write_str(&counts.join(", "))
    }
}
