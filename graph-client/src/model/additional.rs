//! The properties of an object that its model does not declare.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use super::{DecodeError, Json, Misfit, RawJson};

/// From how many properties on they are found by an index.
const MANY: usize = 16;

/// Undeclared properties by name, in the order in which they arrived, and what arrived for
/// declared ones that they cannot hold.
///
/// The JSON text that came is kept and sent again as it is; it is read when it is asked for. What
/// [`Json`] cannot hold of it reads as [`RawJson::to_json`] says.
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
    entries: Vec<Entry>,
    /// What hardly any object has.
    rest: Option<Box<Rest>>,
}

#[derive(Clone, Default)]
struct Rest {
    /// The positions of the entries, when there are many.
    index: HashMap<Box<str>, usize>,
    /// Whether an entry may have the name of a declared property.
    may_have_declared: bool,
    /// What came where an object was declared, when it was none.
    in_place_of_object: Option<Misfit>,
}

#[derive(Clone)]
struct Entry {
    name: Box<str>,
    value: Value,
}

#[derive(Clone)]
struct Value {
    raw: RawJson,
    read: OnceLock<Box<Json>>,
    /// Why the declared property of this name could not hold the value.
    error: Option<Box<DecodeError>>,
}

impl Additional {
    /// No properties.
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
            rest: None,
        }
    }

    /// No properties, of a model that keeps none.
    pub fn none() -> &'static Self {
        static NONE: Additional = Additional::new();
        &NONE
    }

    /// The value of the property `name`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.entry(name).map(|entry| entry.value.get())
    }

    /// The text of the property `name`, when it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }

    /// The property `name` as JSON text, with all digits of its numbers.
    pub fn raw(&self, name: &str) -> Option<&RawJson> {
        self.entry(name).map(|entry| &entry.value.raw)
    }

    /// Why the declared property `name` is absent although something came for it: the value,
    /// which is kept here, is not of the declared type.
    pub fn error(&self, name: &str) -> Option<&DecodeError> {
        self.entry(name)?.value.error.as_deref()
    }

    /// Sets the property `name` and gives back what it was before.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: impl Into<Json>) -> Option<Json> {
        let value = Value::new(RawJson::from(&value.into()), None);
        self.rest_mut().may_have_declared = true;
        self.put(name.into(), value).map(Value::into_json)
    }

    /// Removes the property `name` and gives back its value.
    ///
    /// Takes time in proportion to how many there are.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let position = self.position(name)?;
        let entry = self.entries.remove(position);
        if let Some(rest) = &mut self.rest {
            rest.index.clear();
        }
        self.index_many();
        Some(entry.value.into_json())
    }

    /// The properties in the order in which they arrived.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Why this object has no properties although something came for it: in a collection of
    /// objects, a value that is none is kept in place of its item.
    pub fn error_of_object(&self) -> Option<&DecodeError> {
        self.in_place_of_object().map(|misfit| &*misfit.error)
    }

    /// Keeps a property that is not declared.
    pub(super) fn keep(&mut self, name: impl Into<Box<str>>, raw: RawJson) {
        self.put(name.into(), Value::new(raw, None));
    }

    /// Keeps what came for a declared property as it came, and why the property is not that.
    pub(super) fn keep_original(
        &mut self,
        name: &str,
        raw: RawJson,
        error: Option<Box<DecodeError>>,
    ) {
        self.rest_mut().may_have_declared = true;
        self.put(name.into(), Value::new(raw, error));
    }

    /// Whether one of them may have the name of a declared property.
    pub(super) fn may_have_declared(&self) -> bool {
        self.rest
            .as_ref()
            .is_some_and(|rest| rest.may_have_declared)
    }

    /// Keeps what came where an object was declared and is none.
    pub(super) fn keep_in_place_of_object(&mut self, misfit: Misfit) {
        self.rest_mut().in_place_of_object = Some(misfit);
    }

    /// What came where an object was declared and is none.
    pub(super) fn in_place_of_object(&self) -> Option<&Misfit> {
        self.rest.as_ref()?.in_place_of_object.as_ref()
    }

    /// Names and texts in the order in which they arrived.
    pub(super) fn raw_entries(&self) -> impl Iterator<Item = (&str, &RawJson)> {
        let entries = self.entries.iter();
        entries.map(|entry| (&*entry.name, &entry.value.raw))
    }

    fn put(&mut self, name: Box<str>, value: Value) -> Option<Value> {
        let position = self.position(&name);
        match position.and_then(|position| self.entries.get_mut(position)) {
            Some(entry) => Some(std::mem::replace(&mut entry.value, value)),
            None => {
                self.entries.push(Entry { name, value });
                self.index_many();
                None
            }
        }
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(self.position(name)?)
    }

    fn position(&self, name: &str) -> Option<usize> {
        match &self.rest {
            Some(rest) if !rest.index.is_empty() => rest.index.get(name).copied(),
            _ => self.entries.iter().position(|entry| &*entry.name == name),
        }
    }

    /// Brings the index up to date, when there are so many that it is worth one.
    fn index_many(&mut self) {
        if self.entries.len() > MANY {
            let index = &mut self.rest.get_or_insert_default().index;
            let new = self.entries.iter().enumerate().skip(index.len());
            index.extend(new.map(|(position, entry)| (entry.name.clone(), position)));
        }
    }

    fn rest_mut(&mut self) -> &mut Rest {
        self.rest.get_or_insert_default()
    }
}

impl Value {
    fn new(raw: RawJson, error: Option<Box<DecodeError>>) -> Self {
        Self {
            raw,
            read: OnceLock::new(),
            error,
        }
    }

    fn get(&self) -> &Json {
        self.read.get_or_init(|| Box::new(self.raw.to_json()))
    }

    fn into_json(mut self) -> Json {
        let read = self.read.take();
        read.map_or_else(|| self.raw.to_json(), |json| *json)
    }
}

impl<'a> IntoIterator for &'a Additional {
    type Item = (&'a str, &'a Json);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        Iter(self.entries.iter())
    }
}

/// The properties in the order in which they arrived.
impl IntoIterator for Additional {
    type Item = (String, Json);
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter(self.entries.into_iter())
    }
}

impl<N: Into<Box<str>>, V: Into<Json>> Extend<(N, V)> for Additional {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, properties: I) {
        for (name, value) in properties {
            self.insert(name, value);
        }
    }
}

impl<N: Into<Box<str>>, V: Into<Json>> FromIterator<(N, V)> for Additional {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(properties: I) -> Self {
        let mut additional = Self::new();
        additional.extend(properties);
        additional
    }
}

/// The iterator of [`Additional::iter`].
#[derive(Clone)]
pub struct Iter<'a>(std::slice::Iter<'a, Entry>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a Json);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.0.next()?;
        Some((&entry.name, entry.value.get()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

/// The iterator of an [`Additional`] by value.
pub struct IntoIter(std::vec::IntoIter<Entry>);

impl Iterator for IntoIter {
    type Item = (String, Json);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.0.next()?;
        Some((entry.name.into(), entry.value.into_json()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for IntoIter {}

/// Equal when they hold the same properties, in whatever order.
impl PartialEq for Additional {
    fn eq(&self, other: &Self) -> bool {
        let in_place_of_object = |additional: &Self| {
            let misfit = additional.in_place_of_object();
            misfit.map(|misfit| misfit.value.clone())
        };
        self.len() == other.len()
            && self
                .raw_entries()
                .all(|(name, value)| other.raw(name) == Some(value))
            && in_place_of_object(self) == in_place_of_object(other)
    }
}

/// Prints the names alone: an undeclared value may be a secret.
impl fmt::Debug for Additional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.entries.iter().map(|entry| &entry.name))
            .finish()
    }
}
