//! The schemas of `components`.

use std::collections::{HashMap, HashSet};

use super::{Reader, below, component_pointer, schema_reference};
use crate::ir::{
    Alternative, Constant, Documentation, Enumeration, Member, Object, Presence, Property, Type,
    TypeId, TypeRef, Union,
};
use crate::source::{Mapping, Node, Pointer};

/// What a schema of the document becomes.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// A type of its own.
    Type(TypeId),
    /// Another spelling of a type that is written out where it is used.
    Alias,
}

/// The annotation that OData tells types by.
pub(super) const ODATA_TYPE: &str = "@odata.type";

/// Every object has the properties of all its ancestors, so that a longer chain would be as much
/// code as its length squared.
const MOST_ANCESTORS: usize = 64;

/// The properties of a page; a schema with these and no other is [`TypeRef::Page`].
const PAGE_PROPERTIES: [&str; 4] = [
    "value",
    "@odata.nextLink",
    "@odata.deltaLink",
    "@odata.count",
];

/// A property as a schema declares it.
struct Declared<'d> {
    name: &'d str,
    node: &'d Node,
    pointer: Pointer,
}

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

    /// Reports `allOf`s that lead back to where they began.
    fn refuse_inheritance_loops(&mut self, schemas: &[(&'d str, &'d Node)]) {
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

    /// The first schema with properties that an `allOf` refers to.
    fn parent_of(&self, node: &Node) -> Option<String> {
        let members = node.get("allOf").and_then(Node::as_sequence)?;
        members
            .iter()
            .filter_map(schema_reference)
            .find(|name| self.components.schema(name).is_some_and(is_object))
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

    /// The properties of a schema: its own, those of inline members of `allOf`, and with
    /// `ancestors` those of schemas that it refers to. Without them, only those of schemas
    /// besides the parent.
    fn collect_declared(
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
    fn fill_object(&mut self, id: TypeId, name: &'d str, node: &'d Node) {
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

    /// Puts the properties of ancestors before an object's own.
    fn inherit(&mut self, objects: &[(TypeId, &'d str, &'d Node)]) {
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

    /// Finds the alternatives of unions and the descendants of objects.
    fn read_unions(&mut self, schemas: &[(&'d str, &'d Node)]) {
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

/// Whether a schema is an object with or without properties.
pub(super) fn is_object(node: &Node) -> bool {
    text(node, "type").as_deref() == Some("object")
        || node.get("properties").is_some()
        || (node.get("allOf").is_some() && text(node, "type").is_none())
}

/// The discriminator of a schema, or of an inline member of its `allOf`.
fn discriminator(node: &Node) -> Option<&Node> {
    std::iter::once(node)
        .chain(all_of(node))
        .find_map(|node| node.get("discriminator"))
}

fn all_of(node: &Node) -> &[Node] {
    node.get("allOf")
        .and_then(Node::as_sequence)
        .unwrap_or_default()
}

/// The values of an enumeration of strings.
pub(super) fn enumeration_values(node: &Node) -> Option<&[Node]> {
    let is_string = matches!(text(node, "type").as_deref(), None | Some("string"));
    let values = node.get("enum").and_then(Node::as_sequence)?;
    let all_strings = values
        .iter()
        .all(|value| matches!(value, Node::String(_) | Node::Null));
    (is_string && all_strings).then_some(values)
}

/// The members of an enumeration, with the descriptions that `x-ms-enum` has.
pub(super) fn members(node: &Node, values: &[Node]) -> Vec<Member> {
    let described = node
        .get("x-ms-enum")
        .and_then(|node| node.get("values"))
        .and_then(Node::as_sequence)
        .unwrap_or_default();
    let mut members: Vec<Member> = Vec::new();
    for value in values.iter().filter_map(Node::as_str) {
        if members.iter().any(|member| member.value == value) {
            continue;
        }
        let description = described
            .iter()
            .find(|node| node.get("value").and_then(Node::as_str) == Some(value))
            .and_then(|node| text(node, "description"));
        members.push(Member {
            value: value.to_owned(),
            description,
        });
    }
    members
}

/// The limits of a schema on values of this type. Those that the type has anyway are left out.
fn limits(node: &Node, type_ref: &TypeRef) -> Vec<crate::ir::PropertyLimit> {
    use crate::ir::PropertyLimit as Limit;

    let length = |key| node.get(key).and_then(Node::as_u64);
    let number = |key| {
        node.get(key)
            .and_then(Node::as_f64)
            .filter(|limit| limit.is_finite())
    };
    let natural: Option<(f64, f64)> = match type_ref {
        TypeRef::U8 => Some((f64::from(u8::MIN), f64::from(u8::MAX))),
        TypeRef::I16 => Some((f64::from(i16::MIN), f64::from(i16::MAX))),
        TypeRef::I32 => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
        #[allow(clippy::cast_precision_loss)]
        TypeRef::I64 => Some((i64::MIN as f64, i64::MAX as f64)),
        TypeRef::Double => Some((f64::MIN, f64::MAX)),
        _ => None,
    };
    let mut limits = Vec::new();
    match type_ref {
        TypeRef::String | TypeRef::Secret => {
            limits.extend(length("maxLength").map(Limit::MaxLength));
            limits.extend(
                length("minLength")
                    .filter(|least| *least > 0)
                    .map(Limit::MinLength),
            );
        }
        TypeRef::Array { .. } => {
            limits.extend(length("maxItems").map(Limit::MaxItems));
            limits.extend(
                length("minItems")
                    .filter(|least| *least > 0)
                    .map(Limit::MinItems),
            );
        }
        _ => {}
    }
    if let Some((smallest, largest)) = natural {
        limits.extend(
            number("maximum")
                .filter(|limit| *limit < largest)
                .map(Limit::Maximum),
        );
        limits.extend(
            number("minimum")
                .filter(|limit| *limit > smallest)
                .map(Limit::Minimum),
        );
    }
    limits
}

pub(super) fn documentation(node: &Node) -> Documentation {
    Documentation {
        description: text(node, "description"),
        deprecated: node
            .get("deprecated")
            .and_then(Node::as_bool)
            .unwrap_or(false),
    }
}

pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::as_str).map(str::to_owned)
}
