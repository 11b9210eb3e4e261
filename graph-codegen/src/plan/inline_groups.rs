//! Inline types that are the same type.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{Api, Key, Name, Shapes, Type};

/// The inline types of a document, those that look alike and go by the same name together.
pub(super) struct InlineGroups {
    groups: Vec<Vec<Key>>,
    of: HashMap<Key, usize>,
}

impl InlineGroups {
    pub(super) fn of(api: &Api) -> Self {
        let mut alike: BTreeMap<(Option<&str>, &str, String), Vec<Key>> = BTreeMap::new();
        let mut shapes = Shapes::new(&api.types);
        for (key, kind) in &api.types {
            if let Name::Inline { owner, words } = kind.name() {
                let first = words.first().map_or("", String::as_str);
                let shape = shapes.of_type(key);
                alike
                    .entry((owner.as_deref(), first, shape))
                    .or_default()
                    .push(key.clone());
            }
        }
        let mut groups: Vec<Vec<Key>> = alike.into_values().collect();
        // In the order of their first members, so that names do not depend on what the types hold.
        groups.sort_unstable();
        let of = groups
            .iter()
            .enumerate()
            .flat_map(|(index, group)| group.iter().map(move |key| (key.clone(), index)))
            .collect();
        Self { groups, of }
    }

    /// The groups, each in the order of keys.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Key]> {
        self.groups.iter().map(Vec::as_slice)
    }

    /// The member that a type is called after: of those that look the same the one whose place is
    /// the shortest, and of these the first.
    pub(super) fn namesake<'k>(&'k self, api: &Api, key: &'k Key) -> &'k Key {
        let words = |key: &&Key| match api.types.get(*key).map(Type::name) {
            Some(Name::Inline { words, .. }) => words.len(),
            _ => 0,
        };
        self.same_as(key).iter().min_by_key(words).unwrap_or(key)
    }

    /// All that are the same type as this one, itself included; none for one with a name.
    pub(super) fn same_as(&self, key: &Key) -> &[Key] {
        self.of
            .get(key)
            .and_then(|index| self.groups.get(*index))
            .map_or(&[], Vec::as_slice)
    }
}
