//! Values that are one of several objects: the alternatives of unions, and descendants.

use std::collections::{HashMap, HashSet};

use super::schemas::Entry;
use super::shape::{ODATA_TYPE, discriminator};
use super::text::text;
use super::{Reader, below, component_pointer, schema_reference};
use crate::ir::{Alternative, Type, TypeId};
use crate::source::{Mapping, Node, Pointer};

impl<'d> Reader<'d> {
    /// Finds the alternatives of unions and the descendants of objects.
    pub(super) fn read_unions(&mut self, schemas: &[(&'d str, &'d Node)]) {
        for (name, node) in schemas {
            let Some(Entry::Type(id)) = self.entries.get(name).cloned() else {
                continue;
            };
            let mapped = self.mapping(name, node);
            match self.types.get_mut(id.0) {
                Some(Type::Object(object)) => object.descendants = mapped,
                Some(Type::Union(union)) => {
                    union.alternatives = mapped;
                    union.discriminator = discriminator(node)
                        .and_then(|node| text(node, "propertyName"))
                        .unwrap_or_else(|| ODATA_TYPE.to_owned());
                }
                _ => {}
            }
        }
        self.add_unmapped_descendants();
    }

    /// The objects that a discriminator names, besides the schema itself. Alternatives of a
    /// `oneOf` that it does not name go by the names of their schemas, as OpenAPI has it.
    fn mapping(&mut self, name: &str, node: &'d Node) -> Vec<Alternative> {
        let pointer = component_pointer("schemas", name);
        let mapping = discriminator(node)
            .and_then(|node| node.get("mapping"))
            .and_then(Node::as_mapping);
        let mut named: Vec<(String, String, Pointer)> = Vec::new();
        for (value, target) in mapping.into_iter().flat_map(Mapping::iter) {
            let pointer = below(&pointer, &["discriminator", "mapping", value]);
            let target = target.as_str().unwrap_or_default();
            let target = super::component_name(target, "schemas").unwrap_or_else(|| target.into());
            named.push((value.to_owned(), target.into_owned(), pointer));
        }
        let alternatives = node
            .get("oneOf")
            .and_then(Node::as_sequence)
            .unwrap_or_default();
        for (index, alternative) in alternatives.iter().enumerate() {
            let mut pointer = below(&pointer, &["oneOf"]);
            pointer.push_index(index);
            match schema_reference(alternative) {
                Some(target) if named.iter().any(|(_, known, _)| *known == target) => {}
                Some(target) => named.push((target.clone(), target, pointer)),
                None => self.findings.warning(
                    &pointer,
                    "an alternative of a `oneOf` with a discriminator is not a `$ref`, and is kept as untyped JSON when it arrives",
                    "give the alternative a name in `components/schemas`",
                ),
            }
        }
        let mut found: Vec<Alternative> = Vec::new();
        for (value, target, pointer) in named {
            if target == name {
                continue;
            }
            match self.entries.get(target.as_str()) {
                Some(Entry::Type(id)) if matches!(self.types.get(id.0), Some(Type::Object(_))) => {
                    if !found.iter().any(|alternative| alternative.object == *id) {
                        found.push(Alternative { value, object: *id });
                    }
                }
                _ => self.findings.warning(
                    &pointer,
                    format!("`{target}` is not an object of this document, and is kept as untyped JSON when it arrives"),
                    "name a schema with properties",
                ),
            }
        }
        found
    }

    /// Adds the objects that derive from another without its discriminator naming them.
    fn add_unmapped_descendants(&mut self) {
        let parents: Vec<(TypeId, TypeId)> = self
            .types
            .iter()
            .enumerate()
            .filter_map(|(index, kind)| match kind {
                Type::Object(object) => Some((TypeId(index), object.parent?)),
                _ => None,
            })
            .collect();
        let parent_of: HashMap<TypeId, TypeId> = parents.iter().copied().collect();
        for (id, _) in &parents {
            let Some(name) = self.types.get(id.0).map(|kind| kind.name().to_owned()) else {
                continue;
            };
            let mut seen = HashSet::from([*id]);
            let mut next = parent_of.get(id).copied();
            while let Some(ancestor) = next.filter(|ancestor| seen.insert(*ancestor)) {
                if let Some(Type::Object(object)) = self.types.get_mut(ancestor.0)
                    && !object.descendants.iter().any(|known| known.object == *id)
                {
                    object.descendants.push(Alternative {
                        value: name.clone(),
                        object: *id,
                    });
                }
                next = parent_of.get(&ancestor).copied();
            }
        }
        for kind in &mut self.types {
            if let Type::Object(object) = kind {
                object
                    .descendants
                    .sort_by(|one, other| one.value.cmp(&other.value));
            }
        }
    }
}
