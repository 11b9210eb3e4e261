//! Which items change only because another one does.

use std::collections::HashMap;

use super::renames::types_in;
use crate::plan::surface::{Item, ItemKind};

/// The items of a surface, by what other items know of them.
pub(super) struct Owners<'a> {
    items: &'a [Item],
    types: HashMap<&'a str, usize>,
    by_origin: HashMap<(ItemKind, &'a str), usize>,
}

impl<'a> Owners<'a> {
    pub(super) fn of(items: &'a [Item]) -> Self {
        let numbered = || items.iter().enumerate();
        let types = numbered().filter(|(_, one)| is_type(one));
        let named = numbered().filter(|(_, one)| !one.origin.is_empty());
        Self {
            items,
            types: types
                .map(|(number, one)| (one.path.as_str(), number))
                .collect(),
            by_origin: named
                .map(|(number, one)| ((one.kind, one.origin.as_str()), number))
                .collect(),
        }
    }

    /// The items without which one would not be there.
    pub(super) fn of_item(&self, number: usize) -> Vec<usize> {
        let Some(item) = self.items.get(number) else {
            return Vec::new();
        };
        let parent = item.path.rsplit_once("::").map(|(parent, _)| parent);
        let parent = parent.and_then(|parent| self.types.get(parent).copied());
        let mut owners: Vec<usize> = match item.kind {
            ItemKind::Implementation => {
                let own = self.types.get(item.path.as_str()).copied();
                let types = self.types_of(item);
                // A base that others can no longer stand in for cannot be read as one of them.
                let downcasts: Vec<usize> = types
                    .iter()
                    .filter_map(|base| self.items.get(*base))
                    .map(|base| format!("{} downcast", base.origin))
                    .filter_map(|origin| self.find(ItemKind::Function, &origin))
                    .collect();
                own.into_iter().chain(types).chain(downcasts).collect()
            }
            ItemKind::Variant => parent.into_iter().chain(self.types_of(item)).collect(),
            ItemKind::Field => parent.into_iter().collect(),
            ItemKind::Function => {
                let field = self.field(item);
                let types = field.map(|_| self.types_of(item)).unwrap_or_default();
                field.into_iter().chain(parent).chain(types).collect()
            }
            ItemKind::Constant => {
                let method = self.find(ItemKind::Function, &item.origin);
                method.into_iter().chain(parent).collect()
            }
            // A path is there by the method that leads to it.
            ItemKind::Struct if item.origin.starts_with('/') => self
                .find(ItemKind::Function, &item.origin)
                .into_iter()
                .collect(),
            ItemKind::Enum => {
                let base = item.origin.strip_suffix(" family");
                base.and_then(|base| self.find(ItemKind::Struct, base))
                    .into_iter()
                    .collect()
            }
            ItemKind::Struct | ItemKind::Static | ItemKind::Feature => Vec::new(),
        };
        owners.retain(|owner| *owner != number);
        owners
    }

    /// The field that a function sets or reads.
    pub(super) fn field(&self, item: &Item) -> Option<usize> {
        let own = self.find(ItemKind::Field, &item.origin);
        own.or_else(|| {
            let (key, property) = item.origin.rsplit_once(" family/")?;
            self.find(ItemKind::Field, &format!("{key}/{property}"))
        })
    }

    /// The methods on the way to a path, the first one first.
    pub(super) fn way_to(&self, path: &str) -> Vec<usize> {
        let ends = path.match_indices('/').map(|(end, _)| end).skip(1);
        let parts = ends.chain([path.len()]).filter_map(|end| path.get(..end));
        parts
            .filter_map(|part| self.find(ItemKind::Function, part))
            .collect()
    }

    fn find(&self, kind: ItemKind, origin: &str) -> Option<usize> {
        self.by_origin.get(&(kind, origin)).copied()
    }

    fn types_of(&self, item: &Item) -> Vec<usize> {
        let types = types_in(item).filter_map(|path| self.types.get(&*path).copied());
        types.collect()
    }
}

pub(super) fn is_type(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Struct | ItemKind::Enum)
}

/// For each item the topmost one that it follows: one of those that change, whose change is the
/// reason for its own.
pub(super) fn leaders(owners: &Owners<'_>, changes: &[bool]) -> Vec<Option<usize>> {
    let leader = |number: usize| {
        let mut top = None;
        let mut at = number;
        // Each step leads to what is nearer to the root; the bound is for what nobody thought of.
        for _ in 0..256 {
            let owners = owners.of_item(at);
            let changes = |one: &usize| changes.get(*one).copied().unwrap_or_default();
            match owners.into_iter().find(changes) {
                Some(owner) => (top, at) = (Some(owner), owner),
                None => break,
            }
        }
        top
    };
    let numbers = changes.iter().enumerate();
    numbers
        .map(|(number, changes)| changes.then(|| leader(number)).flatten())
        .collect()
}
