//! The properties that schemas declare.

use std::collections::HashSet;

use super::enumerations::enumeration_values;
use super::limits::limits;
use super::schemas::Entry;
use super::shape::{ODATA_TYPE, all_of};
use super::text::documentation;
use super::{Reader, below, component_pointer, schema_reference};
use crate::ir::{Constant, Presence, Property, Type, TypeId};
use crate::source::{Mapping, Node, Pointer};

/// A property as a schema declares it.
pub(super) struct Declared<'d> {
    pub(super) name: &'d str,
    pub(super) node: &'d Node,
    pub(super) pointer: Pointer,
}

impl<'d> Reader<'d> {
    /// The properties of a schema: its own, those of inline members of `allOf`, and with
    /// `ancestors` those of schemas that it refers to. Without them, only those of schemas
    /// besides the parent.
    pub(super) fn collect_declared(
        &self,
        node: &'d Node,
        pointer: &Pointer,
        ancestors: bool,
        seen: &mut HashSet<String>,
        declared: &mut Vec<Declared<'d>>,
    ) {
        let mut work = vec![(node, pointer.clone())];
        let parent = self.parent_of(node);
        while let Some((node, pointer)) = work.pop() {
            if let Some(name) = schema_reference(node) {
                if (!ancestors && parent.as_ref() == Some(&name)) || !seen.insert(name.clone()) {
                    continue;
                }
                if let Some(target) = self.components.schema(&name) {
                    work.push((target, component_pointer("schemas", &name)));
                }
                continue;
            }
            // Members are taken from the stack, hence pushed last to first; own properties
            // come after those of `allOf`, in whose place a marker would be too much: schemas
            // have either.
            for (index, member) in all_of(node).iter().enumerate().rev() {
                let mut pointer = below(&pointer, &["allOf"]);
                pointer.push_index(index);
                work.push((member, pointer));
            }
            let properties = node.get("properties").and_then(Node::as_mapping);
            for (name, property) in properties.into_iter().flat_map(Mapping::iter) {
                let property = Declared {
                    name,
                    node: property,
                    pointer: below(&pointer, &["properties", name]),
                };
                match declared.iter_mut().find(|other| other.name == name) {
                    Some(other) => *other = property,
                    None => declared.push(property),
                }
            }
        }
    }

    /// Reads the properties that an object does not inherit.
    pub(super) fn fill_object(&mut self, id: TypeId, name: &'d str, node: &'d Node) {
        let pointer = component_pointer("schemas", name);
        let parent = self
            .parent_of(node)
            .and_then(|name| match self.entries.get(name.as_str()) {
                Some(Entry::Type(id)) => Some(*id),
                _ => None,
            });
        let (properties, constants) = self.read_properties(node, &pointer, name, parent.is_none());
        if let Some(Type::Object(object)) = self.types.get_mut(id.0) {
            object.parent = parent;
            object.properties = properties;
            object.constants = constants;
        }
    }

    /// The properties and constants of a schema; `ancestors` as in
    /// [`collect_declared`](Self::collect_declared).
    pub(super) fn read_properties(
        &mut self,
        node: &'d Node,
        pointer: &Pointer,
        owner: &str,
        ancestors: bool,
    ) -> (Vec<Property>, Vec<Constant>) {
        let mut declared = Vec::new();
        self.collect_declared(node, pointer, ancestors, &mut HashSet::new(), &mut declared);
        let required: HashSet<&str> = std::iter::once(node)
            .chain(all_of(node))
            .filter_map(|node| node.get("required").and_then(Node::as_sequence))
            .flatten()
            .filter_map(Node::as_str)
            .collect();

        let (mut properties, mut constants) = (Vec::new(), Vec::new());
        for Declared {
            name,
            node,
            pointer,
        } in declared
        {
            if name == ODATA_TYPE {
                continue;
            }
            let is_required = required.contains(name);
            if is_required && let Some([Node::String(value)]) = enumeration_values(node) {
                constants.push(Constant {
                    name: name.to_owned(),
                    value: value.to_string(),
                });
                continue;
            }
            let (type_ref, nullable) = self.read_type(node, &pointer, &[format!("{owner} {name}")]);
            let presence = match (nullable, is_required) {
                (true, _) => Presence::Nullable,
                (false, true) => Presence::Required,
                (false, false) => Presence::Optional,
            };
            properties.push(Property {
                name: name.to_owned(),
                limits: limits(node, &type_ref),
                type_ref,
                presence,
                documentation: documentation(node),
                boxed: false,
            });
        }
        (properties, constants)
    }
}
