//! Values that are one of several objects: the alternatives of choices, and descendants.

use super::Reader;
use super::alternatives::add_value;
use super::inline::InlineName;
use super::schemas::Entry;
use crate::ir::{Alternative, Key, ToldBy, Type};
use crate::openapi::{Schema, Shape};

impl<'d> Reader<'_, 'd> {
    /// Finds the alternatives of choices and the descendants of objects.
    pub(super) fn read_families(&mut self, schemas: &[(&'d str, Schema<'d>)]) {
        for (name, schema) in schemas {
            let Some(Entry::Type(key, _)) = self.entries.get(name).cloned() else {
                continue;
            };
            match self.types.get(&key) {
                Some(Type::Choice(_)) => {
                    let property = schema.discriminator().unwrap_or_default();
                    let inline = InlineName::of_schema(name);
                    let alternatives = self.alternatives_by_value(schema, property, &inline);
                    if let Some(Type::Choice(choice)) = self.types.get_mut(&key) {
                        choice.told_by = ToldBy::Discriminator {
                            property: property.to_owned(),
                            alternatives,
                        };
                    }
                }
                Some(Type::Object(_)) => {
                    let descendants = self.descendants(name, &key, schema);
                    if let Some(Type::Object(object)) = self.types.get_mut(&key) {
                        object.descendants = descendants;
                    }
                }
                _ => {}
            }
        }
    }

    /// The objects besides itself that a value declared as this schema can be, by their keys.
    fn descendants(&mut self, name: &str, key: &Key, schema: &Schema<'d>) -> Vec<Alternative> {
        let mut found: Vec<Alternative> = Vec::new();
        let parts = schema.all_of();
        for part in std::iter::once(schema).chain(&parts) {
            if part.has("oneOf") || part.has("anyOf") {
                continue;
            }
            for (value, target, pointer) in part.mapping() {
                if target == name {
                    continue;
                }
                match self.entries.get(&*target) {
                    Some(Entry::Type(object, _))
                        if matches!(self.types.get(object), Some(Type::Object(_))) =>
                    {
                        add_value(&mut found, object, value.to_owned());
                    }
                    _ => self.findings.warning(
                        &pointer,
                        format!("`{target}` is not an object of this document, and is kept as untyped JSON when it arrives"),
                        "name a schema with properties",
                    ),
                }
            }
        }
        let components = &self.description.components;
        let all = components
            .find(Shape::Schema, name)
            .map(|number| components.descendants(number))
            .unwrap_or_default();
        for number in all {
            let Some((descendant, _)) = components.get(Shape::Schema, number) else {
                continue;
            };
            if let Some(Entry::Type(object, _)) = self.entries.get(descendant)
                && object != key
                && matches!(self.types.get(object), Some(Type::Object(_)))
                && !found.iter().any(|known| known.object == *object)
            {
                add_value(&mut found, object, descendant.to_owned());
            }
        }
        found.sort_unstable_by(|one, other| one.object.cmp(&other.object));
        found
    }
}
