//! The properties of an object that its model does not declare.

use super::Json;

/// Undeclared properties by name, in the order in which they arrived.
///
/// ```
/// use graph_client::model::Additional;
///
/// let mut additional = Additional::new();
/// additional.insert("members@odata.bind", serde_json::json!(["https://…"]));
/// assert!(additional.get("members@odata.bind").is_some());
/// ```
#[derive(Clone, Default)]
pub struct Additional {
    // A list, not a map: there are few, and most objects have none.
    entries: Vec<(Box<str>, Json)>,
}

impl Additional {
    /// No properties.
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// The value of the property `name`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.iter()
            .find_map(|(candidate, value)| (candidate == name).then_some(value))
    }

    /// The text of the property `name`, when it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }

    /// Sets the property `name` and gives back what it was before.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: impl Into<Json>) -> Option<Json> {
        let (name, value) = (name.into(), value.into());
        for (candidate, old) in &mut self.entries {
            if *candidate == name {
                return Some(std::mem::replace(old, value));
            }
        }
        self.entries.push((name, value));
        None
    }

    /// Removes the property `name` and gives back its value.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let position = self.entries.iter().position(|entry| &*entry.0 == name)?;
        Some(self.entries.remove(position).1)
    }

    /// The properties in the order in which they arrived.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.entries.iter().map(|(name, value)| (&**name, value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Equal when they hold the same properties, in whatever order.
impl PartialEq for Additional {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(name, value)| other.get(name) == Some(value))
    }
}

/// Prints the names alone: an undeclared value may be a secret.
impl std::fmt::Debug for Additional {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}
