//! Mappings that keep the order of their keys.

use std::collections::HashMap;

use super::Node;

/// A mapping from text to nodes, in the order of the document.
///
/// Looking a key up is a walk along the entries, which is the fastest way for the small mappings that documents
/// consist of. For many lookups in a large one there is [`Mapping::index`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    entries: Vec<(Box<str>, Node)>,
}

impl Mapping {
    /// A mapping without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// A mapping with room for so many entries.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            entries: Vec::with_capacity(capacity),
        }
    }

    /// Takes entries whose keys the caller found to be distinct.
    pub(super) fn from_distinct(entries: Vec<(Box<str>, Node)>) -> Self {
        Self { entries }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.iter()
            .find(|(name, _)| *name == key)
            .map(|(_, node)| node)
    }

    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries
            .iter_mut()
            .find(|(name, _)| &**name == key)
            .map(|(_, node)| node)
    }

    /// Whether the key is there.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets the value of a key: in its old position when it was there, else as the last entry. Gives the old value.
    pub fn insert(&mut self, key: impl Into<Box<str>>, node: Node) -> Option<Node> {
        let key = key.into();
        if let Some(old) = self.get_mut(&key) {
            return Some(std::mem::replace(old, node));
        }
        self.entries.push((key, node));
        None
    }

    /// Adds an entry that comes from a mapping with distinct keys, so that no other entry can have this key.
    pub(crate) fn push_distinct(&mut self, key: &str, node: Node) {
        self.entries.push((key.into(), node));
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let position = self.entries.iter().position(|(name, _)| &**name == key)?;
        Some(self.entries.remove(position).1)
    }

    /// Keeps the entries for which the test holds.
    pub fn retain(&mut self, mut test: impl FnMut(&str, &mut Node) -> bool) {
        self.entries.retain_mut(|(key, node)| test(key, node));
    }

    /// The entries in order.
    pub fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&str, &Node)> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(key, node)| (&**key, node))
    }

    /// The entries in order, their values to change.
    pub fn iter_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = (&str, &mut Node)> + ExactSizeIterator {
        self.entries.iter_mut().map(|(key, node)| (&**key, node))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(key, _)| &**key)
    }

    /// The values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Node> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(_, node)| node)
    }

    /// All entries by key, for many lookups in a large mapping.
    pub fn index(&self) -> HashMap<&str, &Node> {
        self.iter().collect()
    }
}

impl<K: Into<Box<str>>> FromIterator<(K, Node)> for Mapping {
    /// Of entries with the same key the last one counts.
    fn from_iter<I: IntoIterator<Item = (K, Node)>>(iter: I) -> Self {
        let mut mapping = Self::new();
        for (key, node) in iter {
            mapping.insert(key, node);
        }
        mapping
    }
}

/// The position of an entry whose key an earlier one already has.
pub(super) fn duplicate(entries: &[(Box<str>, Node)]) -> Option<usize> {
    const FEW: usize = 12;
    if entries.len() <= FEW {
        return entries.iter().enumerate().find_map(|(position, (key, _))| {
            let twice = entries
                .iter()
                .take(position)
                .any(|(earlier, _)| earlier == key);
            twice.then_some(position)
        });
    }
    let mut sorted: Vec<(&str, usize)> = entries
        .iter()
        .enumerate()
        .map(|(position, (key, _))| (&**key, position))
        .collect();
    sorted.sort_unstable();
    sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .filter(|(a, b)| a.0 == b.0)
        .map(|(_, b)| b.1)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept() {
        let mut mapping: Mapping = [("b", Node::Null), ("a", Node::Bool(true))]
            .into_iter()
            .collect();
        assert_eq!(mapping.insert("b", Node::Integer(1)), Some(Node::Null));
        mapping.insert("c", Node::Null);
        assert_eq!(mapping.keys().collect::<Vec<_>>(), ["b", "a", "c"]);
        mapping.retain(|key, _| key != "a");
        assert_eq!(mapping.keys().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(mapping.remove("b"), Some(Node::Integer(1)));
        assert_eq!(mapping.len(), 1);
    }

    #[test]
    fn duplicates_are_found_in_small_and_large_mappings() {
        for size in [3_usize, 5_000] {
            let mut entries: Vec<(Box<str>, Node)> = (0..size)
                .map(|number| (number.to_string().into(), Node::Null))
                .collect();
            assert_eq!(duplicate(&entries), None);
            entries.push(("1".into(), Node::Null));
            entries.push(("0".into(), Node::Null));
            assert_eq!(duplicate(&entries), Some(size));
        }
    }
}
