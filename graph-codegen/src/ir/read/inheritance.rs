//! What objects take over from their ancestors by `allOf`.

use std::collections::{HashMap, HashSet};

use super::shape::is_object;
use super::{Reader, component_pointer, schema_reference};
use crate::ir::{Property, Type, TypeId};
use crate::source::Node;

/// Every object has the properties of all its ancestors, so that a longer chain would be as much
/// code as its length squared.
const MOST_ANCESTORS: usize = 64;

impl<'d> Reader<'d> {
    /// The first schema with properties that an `allOf` refers to.
    pub(super) fn parent_of(&self, node: &Node) -> Option<String> {
        let members = node.get("allOf").and_then(Node::as_sequence)?;
        members
            .iter()
            .filter_map(schema_reference)
            .find(|name| self.components.schema(name).is_some_and(is_object))
    }

    /// Reports `allOf`s that lead back to where they began.
    pub(super) fn refuse_inheritance_loops(&mut self, schemas: &[(&'d str, &'d Node)]) {
        let mut known: HashSet<String> = HashSet::new();
        for (name, _) in schemas {
            let mut chain: Vec<String> = Vec::new();
            let mut next = Some((*name).to_owned());
            while let Some(name) = next {
                if known.contains(&name) {
                    break;
                }
                if let Some(start) = chain.iter().position(|seen| *seen == name) {
                    let cycle = chain.get(start..).unwrap_or_default().join(" -> ");
                    self.findings.error(
                        &component_pointer("schemas", &name),
                        format!("`allOf` leads back to itself: {cycle} -> {name}"),
                        "remove one of these `$ref`s: a type cannot be its own ancestor",
                    );
                    break;
                }
                let node = self.components.schema(&name);
                next = node.and_then(|node| self.parent_of(node));
                chain.push(name);
            }
            known.extend(chain);
        }
    }

    /// Puts the properties of ancestors before an object's own.
    pub(super) fn inherit(&mut self, objects: &[(TypeId, &'d str, &'d Node)]) {
        let own: HashMap<TypeId, (Vec<Property>, Option<TypeId>)> = objects
            .iter()
            .filter_map(|(id, _, _)| match self.types.get(id.0) {
                Some(Type::Object(object)) => {
                    Some((*id, (object.properties.clone(), object.parent)))
                }
                _ => None,
            })
            .collect();
        for (id, name, _) in objects {
            let mut chain = vec![*id];
            let mut next = own.get(id).and_then(|(_, parent)| *parent);
            while let Some(parent) = next {
                // A loop has been reported.
                if chain.contains(&parent) {
                    break;
                }
                if chain.len() > MOST_ANCESTORS {
                    self.findings.error(
                        &component_pointer("schemas", name),
                        format!("`{name}` has more than {MOST_ANCESTORS} ancestors"),
                        "derive it from a schema that is nearer to the root",
                    );
                    break;
                }
                chain.push(parent);
                next = own.get(&parent).and_then(|(_, parent)| *parent);
            }
            if chain.len() == 1 {
                continue;
            }
            let mut all: Vec<Property> = Vec::new();
            let mut inherited = 0;
            for ancestor in chain.iter().rev() {
                if ancestor == id {
                    inherited = all.len();
                }
                for property in own
                    .get(ancestor)
                    .map(|(own, _)| own.as_slice())
                    .unwrap_or_default()
                {
                    match all.iter_mut().find(|other| other.name == property.name) {
                        Some(other) => *other = property.clone(),
                        None => all.push(property.clone()),
                    }
                }
            }
            if let Some(Type::Object(object)) = self.types.get_mut(id.0) {
                object.properties = all;
                object.inherited = inherited;
            }
        }
    }
}
