//! Objects: what they declare, and those that are pages or maps.

use std::collections::HashSet;

use super::Reader;
use super::documentation::documentation;
use super::inline::InlineName;
use super::limits::limits;
use super::schemas::Entry;
use crate::ir::{Documentation, Key, Name, NavigationTarget, Object, Property, TypeRef};
use crate::openapi::{Additional, Kind, ODATA_TYPE, Schema};

/// The properties of a page; a schema with these and no other is [`TypeRef::Page`].
const PAGE_PROPERTIES: [&str; 4] = [
    "value",
    "@odata.nextLink",
    "@odata.deltaLink",
    "@odata.count",
];

/// How deep the parts of an `allOf` are looked into for what makes an object.
const DEEPEST_PART: usize = 64;

/// What a schema declares, with the parts of its `allOf`.
#[derive(Default)]
pub(super) struct Declared<'d> {
    pub(super) properties: Vec<(&'d str, Schema<'d>)>,
    pub(super) required: Vec<&'d str>,
}

impl<'d> Reader<'_, 'd> {
    /// Whether a schema is an object: by its type, its properties, or a part of its `allOf`.
    pub(super) fn is_object(&self, schema: &Schema<'d>) -> bool {
        self.is_object_within(schema, 0)
    }

    fn is_object_within(&self, schema: &Schema<'d>, depth: usize) -> bool {
        if depth > DEEPEST_PART {
            return false;
        }
        if let Some(name) = schema.reference() {
            return Schema::component(&self.description.components, &name)
                .is_some_and(|target| self.is_object_within(&target, depth + 1));
        }
        match schema.kind() {
            Kind::Object => true,
            Kind::Unknown => {
                schema.has_properties()
                    || schema
                        .all_of()
                        .iter()
                        .any(|part| !part.is_null() && self.is_object_within(part, depth + 1))
            }
            _ => false,
        }
    }

    /// The first object that an `allOf` refers to.
    pub(super) fn parent_of(&self, schema: &Schema<'d>) -> Option<String> {
        schema
            .all_of()
            .iter()
            .filter(|part| part.reference().is_some() && self.is_object(part))
            .find_map(|part| Some(part.reference()?.into_owned()))
    }

    /// The contents of an object.
    pub(super) fn read_object(
        &mut self,
        key: Key,
        name: Name,
        schema: &Schema<'d>,
        inline: &InlineName,
    ) -> Object {
        self.note_keywords(schema);
        let parent_name = self.parent_of(schema);
        let parent = parent_name
            .as_deref()
            .and_then(|name| match self.entries.get(name) {
                Some(Entry::Type(key, _)) => Some(key.clone()),
                _ => None,
            });
        // What an ancestor without a type of its own declares is the object's.
        let beside = parent.as_ref().and(parent_name.as_deref());
        let Declared {
            properties,
            required,
        } = self.collect_declared(schema, beside);
        let properties = properties
            .into_iter()
            .filter(|(name, _)| *name != ODATA_TYPE)
            .map(|(name, property)| {
                let is_required = required.contains(&name);
                self.read_property(name, &property, is_required, inline)
            })
            .collect();
        self.note_typed_additional(schema, inline);
        let parts = schema.all_of();
        let described = std::iter::once(schema).chain(&parts);
        Object {
            key,
            name,
            place: schema.pointer.clone(),
            documentation: Documentation {
                description: described
                    .clone()
                    .find_map(Schema::description)
                    .map(str::to_owned),
                deprecation: described
                    .clone()
                    .find_map(|part| documentation(part.node()).deprecation),
            },
            parent,
            properties,
            required: required.into_iter().map(str::to_owned).collect(),
            discriminator: described
                .clone()
                .filter(|part| !part.has("oneOf") && !part.has("anyOf"))
                .find_map(Schema::discriminator)
                .unwrap_or(ODATA_TYPE)
                .to_owned(),
            descendants: Vec::new(),
        }
    }

    fn read_property(
        &mut self,
        name: &str,
        schema: &Schema<'d>,
        is_required: bool,
        owner: &InlineName,
    ) -> Property {
        let only_value = match schema.enumeration().as_deref() {
            Some([only]) if is_required => Some((*only).to_owned()),
            _ => None,
        };
        let navigation = Self::navigation_target(schema);
        let (type_ref, nullable) = match (&only_value, &navigation) {
            (Some(_), _) => (TypeRef::String, false),
            (None, Some(_)) => (TypeRef::Json, true),
            (None, None) => self.read_type(schema, &owner.child(name)),
        };
        Property {
            name: name.to_owned(),
            place: schema.pointer.clone(),
            limits: limits(schema, &type_ref),
            type_ref,
            nullable,
            read_only: schema.read_only(),
            write_only: schema.write_only(),
            navigation,
            constant: only_value,
            documentation: documentation(schema.node()),
            default: schema.default(),
            example: schema.example(),
        }
    }

    /// Where a navigation property leads: to one schema, or to a collection of one.
    fn navigation_target(schema: &Schema<'d>) -> Option<NavigationTarget> {
        let (target, is_collection) = schema.navigation_target()?;
        Some(NavigationTarget {
            schema: (*target).into(),
            is_collection,
        })
    }

    /// What a schema declares: of its own, in the inline parts of its `allOf`, and in the schemas
    /// that these refer to but for `parent`.
    pub(super) fn collect_declared(
        &self,
        schema: &Schema<'d>,
        parent: Option<&str>,
    ) -> Declared<'d> {
        let mut declared = Declared::default();
        let mut seen: HashSet<String> = HashSet::new();
        let mut work = vec![schema.clone()];
        while let Some(schema) = work.pop() {
            let reference = schema.reference();
            if let Some(beside) = schema.beside_reference() {
                work.push(beside);
            }
            if let Some(name) = reference {
                if parent == Some(&name) || !seen.insert(name.clone().into_owned()) {
                    continue;
                }
                work.extend(Schema::component(&self.description.components, &name));
                continue;
            }
            // Parts are taken from the stack, hence pushed last to first; own properties come
            // before those of parts, for schemas have either.
            work.extend(schema.all_of().into_iter().rev());
            declared.required.extend(schema.required());
            for (name, property) in schema.properties() {
                match declared
                    .properties
                    .iter_mut()
                    .find(|(other, _)| *other == name)
                {
                    Some((_, other)) => *other = property,
                    None => declared.properties.push((name, property)),
                }
            }
        }
        declared
    }

    /// The schema of the items of a schema that is a page of a collection.
    pub(super) fn page_item(&self, schema: &Schema<'d>) -> Option<Schema<'d>> {
        let is_known = |name: &str| PAGE_PROPERTIES.contains(&name) || name == ODATA_TYPE;
        // Most objects are told apart here, without a look at their ancestors.
        let parts = schema.all_of();
        let own_are_known = std::iter::once(schema)
            .chain(&parts)
            .flat_map(Schema::properties)
            .all(|(name, _)| is_known(name));
        if !own_are_known {
            return None;
        }
        let declared = self.collect_declared(schema, None).properties;
        let is_page = declared.len() > 1 && declared.iter().all(|(name, _)| is_known(name));
        if !is_page {
            return None;
        }
        let (_, value) = declared.into_iter().find(|(name, _)| *name == "value")?;
        let items = value.items().filter(|_| value.kind() == Kind::Array)?;
        (!items.nullable()).then_some(items)
    }

    /// The schema of the values of a schema that declares no property, but of which schema those
    /// that it does not declare are. Values that may be any object say nothing.
    pub(super) fn map_value(schema: &Schema<'d>) -> Option<Schema<'d>> {
        let has_others = schema.has("properties") || schema.has("allOf");
        let is_base = schema.discriminator().is_some();
        match schema.additional() {
            Additional::Schema(value) if !has_others && !is_base => {
                let is_any = value.kind() == Kind::Object
                    && !value.has_properties()
                    && !value.has("allOf")
                    && matches!(value.additional(), Additional::Any);
                (!is_any).then_some(value)
            }
            _ => None,
        }
    }

    /// An object with properties keeps those that it does not declare as JSON.
    fn note_typed_additional(&mut self, schema: &Schema<'d>, inline: &InlineName) {
        let parts = schema.all_of();
        for part in std::iter::once(schema).chain(&parts) {
            if let Additional::Schema(value) = part.additional() {
                let (type_ref, _) = self.read_type(&value, &inline.child("additional"));
                if type_ref != TypeRef::Json {
                    self.findings.warning(
                        &value.pointer,
                        "properties that an object does not declare are kept as untyped JSON beside those that it declares",
                        "",
                    );
                }
            }
        }
    }
}
