//! Which item of the new surface is which of the old one.

use std::collections::HashMap;
use std::hash::Hash;

use super::renames::Renames;
use crate::plan::surface::{Item, ItemKind};

/// The items of two surfaces, paired.
pub(super) struct Pairs {
    pub(super) old: Vec<Item>,
    pub(super) new: Vec<Item>,
    /// For each old item the new one that it has become.
    pub(super) to_new: Vec<Option<usize>>,
    /// For each new item the old one that it was.
    pub(super) to_old: Vec<Option<usize>>,
    /// The types that have another path now.
    pub(super) renames: Renames,
}

impl Pairs {
    /// Pairs what is the same, then what is the same in the description, then what has the same
    /// path; implementations, which have no name, by what they say.
    pub(super) fn of(old: Vec<Item>, new: Vec<Item>) -> Self {
        let mut pairs = Self {
            to_new: vec![None; old.len()],
            to_old: vec![None; new.len()],
            old,
            new,
            renames: Renames::default(),
        };
        let is_named = |item: &Item| item.kind != ItemKind::Implementation;
        pairs.pair(
            |item| is_named(item).then(|| (item.kind, item.path.clone(), item.origin.clone())),
            |item| is_named(item).then(|| (item.kind, item.path.clone(), item.origin.clone())),
        );
        let by_origin = |item: &Item| {
            (is_named(item) && !item.origin.is_empty()).then(|| (item.kind, item.origin.clone()))
        };
        pairs.pair(by_origin, by_origin);
        pairs.renames = pairs.found_renames();
        // Members of an inline type have its place in their origin: they are found by its new name.
        let renames = std::mem::take(&mut pairs.renames);
        pairs.pair(
            |item| is_named(item).then(|| (item.kind, renames.path(&item.path))),
            |item| is_named(item).then(|| (item.kind, item.path.clone())),
        );
        pairs.renames = pairs.found_renames();
        let renames = std::mem::take(&mut pairs.renames);
        pairs.pair(
            |item| (!is_named(item)).then(|| (renames.path(&item.path), renames.signature(item))),
            |item| (!is_named(item)).then(|| (item.path.clone(), item.signature.clone())),
        );
        pairs.renames = renames;
        pairs
    }

    /// Pairs items that have a key in common which no other item without a partner has.
    fn pair<K: Eq + Hash>(
        &mut self,
        old_key: impl Fn(&Item) -> Option<K>,
        new_key: impl Fn(&Item) -> Option<K>,
    ) {
        let free = unique(&self.new, &self.to_old, new_key);
        for (key, old) in unique(&self.old, &self.to_new, old_key) {
            if let (Some(old), Some(Some(new))) = (old, free.get(&key))
                && let (Some(to_new), Some(to_old)) =
                    (self.to_new.get_mut(old), self.to_old.get_mut(*new))
            {
                *to_new = Some(*new);
                *to_old = Some(old);
            }
        }
    }

    fn found_renames(&self) -> Renames {
        let types = self
            .both()
            .filter(|(_, _, old, _)| matches!(old.kind, ItemKind::Struct | ItemKind::Enum));
        Renames::of(types.map(|(_, _, old, new)| (old.path.as_str(), new.path.as_str())))
    }

    /// The pairs: the number of the old item, that of the new one, and both.
    pub(super) fn both(&self) -> impl Iterator<Item = (usize, usize, &Item, &Item)> {
        let paired = self.to_new.iter().enumerate();
        paired.filter_map(|(old, new)| {
            let new = (*new)?;
            Some((old, new, self.old.get(old)?, self.new.get(new)?))
        })
    }
}

/// The items without a partner by their keys; no item where several have one key.
fn unique<K: Eq + Hash>(
    items: &[Item],
    partners: &[Option<usize>],
    key: impl Fn(&Item) -> Option<K>,
) -> HashMap<K, Option<usize>> {
    let mut found: HashMap<K, Option<usize>> = HashMap::new();
    let free = items.iter().zip(partners).enumerate();
    for (number, (item, _)) in free.filter(|(_, (_, partner))| partner.is_none()) {
        if let Some(key) = key(item) {
            let entry = found.entry(key);
            entry
                .and_modify(|other| *other = None)
                .or_insert(Some(number));
        }
    }
    found
}
