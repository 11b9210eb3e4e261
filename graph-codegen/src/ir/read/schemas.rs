//! The schemas of `components`.

use std::collections::HashSet;

use super::enumerations::{enumeration_values, members};
use super::shape::{ODATA_TYPE, all_of, discriminator, is_object};
use super::text::{documentation, text};
use super::{Reader, below, component_pointer};
use crate::ir::{Documentation, Enumeration, Object, Type, TypeId, Union};
use crate::source::{Mapping, Node, Pointer};

/// What a schema of the document becomes.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// A type of its own.
    Type(TypeId),
    /// Another spelling of a type that is written out where it is used.
    Alias,
}

/// The properties of a page; a schema with these and no other is [`TypeRef::Page`].
const PAGE_PROPERTIES: [&str; 4] = [
    "value",
    "@odata.nextLink",
    "@odata.deltaLink",
    "@odata.count",
];

impl<'d> Reader<'d> {
    /// Reads all schemas: first what each becomes, then its contents.
    pub(super) fn read_schemas(&mut self) {
        let mut schemas: Vec<(&'d str, &'d Node)> = self
            .components
            .sections
            .get("schemas")
            .map(|section| section.iter().map(|(name, node)| (*name, *node)).collect())
            .unwrap_or_default();
        // The order of names, not of the document: the output does not depend on the latter.
        schemas.sort_unstable_by_key(|(name, _)| *name);
        self.refuse_inheritance_loops(&schemas);

        let mut objects = Vec::new();
        for (name, node) in &schemas {
            let entry = self.declare(name, node, &mut objects);
            self.entries.insert(name, entry);
        }
        for (id, name, node) in &objects {
            self.fill_object(*id, name, node);
        }
        self.inherit(&objects);
        self.read_unions(&schemas);
    }

    fn declare(
        &mut self,
        name: &'d str,
        node: &'d Node,
        objects: &mut Vec<(TypeId, &'d str, &'d Node)>,
    ) -> Entry {
        let pointer = component_pointer("schemas", name);
        let id = TypeId(self.types.len());
        let documentation = documentation(node);
        if let Some(values) = enumeration_values(node) {
            self.types.push(Type::Enumeration(Enumeration {
                name: name.to_owned(),
                other_names: Vec::new(),
                documentation,
                members: members(node, values),
                is_flags: node.get("x-ms-enum-flags").is_some(),
            }));
            return Entry::Type(id);
        }
        if node.get("oneOf").is_some() && node.get("discriminator").is_some() {
            self.types.push(Type::Union(Union {
                name: name.to_owned(),
                documentation,
                discriminator: String::new(),
                alternatives: Vec::new(),
            }));
            return Entry::Type(id);
        }
        if !is_object(node) || self.page_item(node, &pointer).is_some() {
            return Entry::Alias;
        }
        let discriminator = discriminator(node).and_then(|node| node.get("propertyName"));
        self.types.push(Type::Object(Object {
            name: name.to_owned(),
            other_names: Vec::new(),
            documentation: Documentation {
                deprecated: documentation.deprecated,
                description: documentation.description.or_else(|| {
                    all_of(node)
                        .iter()
                        .find_map(|member| text(member, "description"))
                }),
            },
            parent: None,
            properties: Vec::new(),
            inherited: 0,
            constants: Vec::new(),
            only_sent: false,
            discriminator: discriminator
                .and_then(Node::as_str)
                .unwrap_or(ODATA_TYPE)
                .to_owned(),
            descendants: Vec::new(),
            size: 0,
        }));
        objects.push((id, name, node));
        Entry::Type(id)
    }

    /// The items of a schema that is a page of a collection: node, pointer.
    pub(super) fn page_item(
        &self,
        node: &'d Node,
        pointer: &Pointer,
    ) -> Option<(&'d Node, Pointer)> {
        let is_known = |name: &str| PAGE_PROPERTIES.contains(&name) || name == ODATA_TYPE;
        // Most objects are told apart here, without a look at their ancestors.
        let own_are_known = std::iter::once(node)
            .chain(all_of(node))
            .filter_map(|node| node.get("properties").and_then(Node::as_mapping))
            .flat_map(Mapping::iter)
            .all(|(name, _)| is_known(name));
        if !own_are_known {
            return None;
        }
        let mut declared = Vec::new();
        let mut seen = HashSet::new();
        self.collect_declared(node, pointer, true, &mut seen, &mut declared);
        let is_page = declared.len() > 1 && declared.iter().all(|property| is_known(property.name));
        if !is_page {
            return None;
        }
        let value = declared
            .into_iter()
            .find(|property| property.name == "value")?;
        let items = value.node.get("items")?;
        let nullable = items
            .get("nullable")
            .and_then(Node::as_bool)
            .unwrap_or(false);
        (!nullable && text(value.node, "type").as_deref() == Some("array"))
            .then(|| (items, below(&value.pointer, &["items"])))
    }
}
