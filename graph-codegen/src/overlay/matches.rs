//! The values that an action changes, as a tree along that of the document.

use std::collections::HashMap;

use crate::source::Pointer;

/// What is selected at and below a value.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// Whether the value itself is.
    pub(super) is_selected: bool,
    /// Where something is below, by key or index.
    below: HashMap<Box<str>, Matches>,
}

impl Matches {
    /// The tree of these values.
    pub(super) fn of<'p>(pointers: impl IntoIterator<Item = &'p Pointer>) -> Self {
        let mut root = Self::default();
        for pointer in pointers {
            let mut at = &mut root;
            for token in pointer.tokens() {
                at = at.below.entry(token.into()).or_default();
            }
            at.is_selected = true;
        }
        root
    }

    /// What is selected at and below the value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.below.get(key)
    }

    /// Whether nothing below is selected.
    pub(super) fn is_last(&self) -> bool {
        self.below.is_empty()
    }
}
