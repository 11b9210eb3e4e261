//! The tree that a document is.

use super::Mapping;

/// How deep sequences and mappings may lie within each other. What walks along a tree may therefore call itself.
pub const MAX_DEPTH: usize = 128;

/// A value of a document, in the order in which it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Node {
    /// Nothing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that an `i64` can hold.
    Integer(i64),
    /// A whole number above those.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(Box<str>),
    /// Nodes in order.
    Sequence(Vec<Node>),
    /// Nodes by name.
    Mapping(Mapping),
}

impl Node {
    /// The text, when this is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, when this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, when this is a whole one within reach.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, when this is a whole one that is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Integer(value) => u64::try_from(*value).ok(),
            Self::Unsigned(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, when this is one; large whole ones are rounded.
    #[allow(clippy::cast_precision_loss)]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Unsigned(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The mapping, when this is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match self {
            Self::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The mapping to change, when this is one.
    pub fn as_mapping_mut(&mut self) -> Option<&mut Mapping> {
        match self {
            Self::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The items, when this is a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match self {
            Self::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key, when this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// What kind of value this is, as messages say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Unsigned(_) | Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::Sequence(_) => "a sequence",
            Self::Mapping(_) => "a mapping",
        }
    }

    /// What a copy takes in bytes, roughly, and how deep it nests.
    pub(crate) fn measure(&self) -> (usize, usize) {
        let own = size_of::<Self>();
        match self {
            Self::String(text) => (own + text.len(), 0),
            Self::Sequence(items) => items
                .iter()
                .map(Self::measure)
                .fold((own, 1), |(cost, depth), (more, below)| {
                    (cost + more, depth.max(below + 1))
                }),
            Self::Mapping(mapping) => {
                mapping
                    .iter()
                    .fold((own, 1), |(cost, depth), (key, value)| {
                        let (more, below) = value.measure();
                        (
                            cost + size_of::<Box<str>>() + key.len() + more,
                            depth.max(below + 1),
                        )
                    })
            }
            _ => (own, 0),
        }
    }

    /// Whether a text within, or a key of a mapping, is one of those that are meant.
    pub(super) fn has_text(&self, is_meant: fn(&str) -> bool) -> bool {
        match self {
            Self::String(text) => is_meant(text),
            Self::Sequence(items) => items.iter().any(|item| item.has_text(is_meant)),
            Self::Mapping(entries) => entries
                .iter()
                .any(|(name, value)| is_meant(name) || value.has_text(is_meant)),
            _ => false,
        }
    }

    /// A whole number in the one form that it has: unsigned only where it must be.
    pub(super) fn from_u64(value: u64) -> Self {
        i64::try_from(value).map_or(Self::Unsigned(value), Self::Integer)
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Node {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<Mapping> for Node {
    fn from(mapping: Mapping) -> Self {
        Self::Mapping(mapping)
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Self::Sequence(items)
    }
}
