//! What a difference is.

use std::fmt;

use serde::Serialize;

use crate::diagnostics::Place;
use crate::plan::surface::ItemKind;

/// How much a change matters to code that uses the generated API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Code that compiled and worked may not any more.
    Breaking,
    /// There is more than there was.
    Addition,
    /// The code stays as it is; what is said of it changes.
    Documentation,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Addition, Self::Documentation];
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breaking => "breaking",
            Self::Addition => "addition",
            Self::Documentation => "documentation",
        })
    }
}

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is gone.
    Removed,
    /// It has another path, or its arguments have other names.
    Renamed,
    /// It has another type or signature.
    Retyped,
    /// A function that makes a value takes more than it took.
    MadeRequired,
    /// It needs other features of Cargo.
    Gated,
    /// Other limits hold for what is sent.
    Limited,
    /// It is there now.
    Added,
    /// It is deprecated now, or more is known of that.
    Deprecated,
    /// It is deprecated no more.
    Undeprecated,
    /// Other permissions, roles or clouds are named for it.
    Permitted,
    /// It stands for another name on the wire.
    Rewired,
    /// It is described in other words.
    Described,
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Retyped => "retyped",
            Self::MadeRequired => "made required",
            Self::Gated => "gated otherwise",
            Self::Limited => "limited otherwise",
            Self::Added => "added",
            Self::Deprecated => "deprecated",
            Self::Undeprecated => "no longer deprecated",
            Self::Permitted => "permitted otherwise",
            Self::Rewired => "rewired",
            Self::Described => "described otherwise",
        })
    }
}

/// A convention of descriptions that shows in Rust: two descriptions of the same API may differ in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Style {
    /// What a key in a path is called: `{user-id}` or `{id}`.
    KeyNames,
    /// Whether casts in paths are written `graph.user` or `microsoft.graph.user`.
    Casts,
    /// Whether a reference says that it may be null.
    NullableReferences,
    /// Whether a double is a number, or a number or a text.
    Doubles,
    /// Whether navigation properties are marked.
    Navigation,
    /// Whether types with descendants have discriminators.
    Discriminators,
    /// Whether enumerations say that they are sets of flags.
    Flags,
    /// Whether an update says what it answers with.
    UpdateAnswers,
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyNames => "names of keys",
            Self::Casts => "casts in paths",
            Self::NullableReferences => "references that may be null",
            Self::Doubles => "doubles",
            Self::Navigation => "marks of navigation properties",
            Self::Discriminators => "discriminators",
            Self::Flags => "marks of flags",
            Self::UpdateAnswers => "answers of updates",
        })
    }
}

/// An item in one of the two descriptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Side {
    /// Where it is in Rust, such as `models::User::display_name`.
    pub path: String,
    /// What the compiler holds a use of it against.
    pub signature: String,
    /// Where it stands in the description.
    pub place: Place,
    /// The features one of which it needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
}

/// A difference between two surfaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// How much it matters.
    pub severity: Severity,
    /// What happened.
    pub kind: ChangeKind,
    /// What the item is.
    pub item: ItemKind,
    /// The item as it was; none for one that was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// The item as it is; none for one that was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
    /// What it means for code that uses the item.
    pub effect: String,
    /// The conventions of the descriptions that it comes from; none for a change of the API itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub style: Vec<Style>,
    /// The operations that it matters to: the nearest ones that lead to the item.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
    /// How many there are of these; the first of them are named.
    #[serde(skip_serializing_if = "is_zero")]
    pub operation_count: usize,
    /// The items that change for no other reason: members of a type that is gone, the setter of a
    /// field. By their old paths, or the new ones where they were added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follows: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Change {
    /// The path by which code knows the item: the old one, unless it was added.
    pub fn path(&self) -> &str {
        let side = self.old.as_ref().or(self.new.as_ref());
        side.map_or("", |side| side.path.as_str())
    }

    /// Whether it comes from how the descriptions are written, and not from the API.
    pub fn is_style(&self) -> bool {
        !self.style.is_empty()
    }

    /// The conventions that it comes from, in one line.
    pub fn style_names(&self) -> String {
        let names: Vec<String> = self.style.iter().map(ToString::to_string).collect();
        names.join(", ")
    }

    /// The operations that it matters to, in one line; none where it matters to none in particular.
    pub fn operations_text(&self) -> Option<String> {
        if self.operations.is_empty() {
            return None;
        }
        let named = self.operations.join(", ");
        Some(match self.operation_count - self.operations.len() {
            0 => named,
            more => format!("{named} and {more} more"),
        })
    }
}
