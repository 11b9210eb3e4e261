//! Values by name, as the core reads and writes them: objects of which every property has one
//! type.

use std::collections::BTreeMap;

use super::{Item, Sink, State};

/// Values of one type by name.
pub trait Map {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Name and value of each.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, State<'_>)> + '_>;

    /// Puts an empty value under a name and gives the place where decoding fills it.
    fn insert(&mut self, name: String) -> Option<Sink<'_>>;

    /// Puts `null` under a name; whether values of this map can be that.
    fn insert_null(&mut self, name: String) -> bool;

    /// Removes all.
    fn clear(&mut self);
}

impl<T: Item> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, State<'_>)> + '_> {
        Box::new(self.iter().map(|(name, value)| (&**name, value.state())))
    }

    fn insert(&mut self, name: String) -> Option<Sink<'_>> {
        let entry = self.entry(name).and_modify(|value| *value = T::empty());
        entry.or_insert_with(T::empty).sink()
    }

    fn insert_null(&mut self, name: String) -> bool {
        let null = T::null();
        let is_null = null.is_some();
        self.extend(null.map(|null| (name, null)));
        is_null
    }

    fn clear(&mut self) {
        self.clear();
    }
}
