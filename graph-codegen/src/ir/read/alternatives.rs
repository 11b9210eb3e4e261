//! `anyOf` and `oneOf`: a nullable reference, a double with its names for infinity, or one of
//! several types.

use std::collections::HashSet;

use super::Reader;
use super::inline::InlineName;
use super::schemas::Entry;
use crate::ir::{Alternative, Key, ToldBy, Type, TypeRef};
use crate::openapi::{Kind, Schema};

/// What OData writes for the numbers that JSON has not.
const NUMBER_NAMES: [&str; 3] = ["-INF", "INF", "NaN"];

/// More alternatives than this are not told apart by looking at a value.
const MOST_SHAPES: usize = 32;

impl<'d> Reader<'_, 'd> {
    /// The type of a schema with `anyOf` or `oneOf`, and whether one of them is null.
    pub(super) fn read_alternatives(
        &mut self,
        schema: &Schema<'d>,
        name: &InlineName,
    ) -> (TypeRef, bool) {
        let key = if schema.has("anyOf") {
            "anyOf"
        } else {
            "oneOf"
        };
        let alternatives = if key == "anyOf" {
            schema.any_of()
        } else {
            schema.one_of()
        };
        let nullable = alternatives.iter().any(Schema::nullable);
        if self.is_double(&alternatives) {
            return (TypeRef::Double, nullable);
        }
        let meant: Vec<&Schema<'d>> = alternatives
            .iter()
            .filter(|alternative| !alternative.is_null())
            .collect();
        match meant.as_slice() {
            [] => return (TypeRef::Json, true),
            [only] => {
                let (type_ref, inner) = self.read_type(only, name);
                return (type_ref, inner || nullable);
            }
            _ => {}
        }
        let at = schema.pointer.child(key);
        if let Some(property) = schema.discriminator() {
            let told_by = ToldBy::Discriminator {
                property: property.to_owned(),
                alternatives: self.alternatives_by_value(schema, property, name),
            };
            return (self.inline_choice(schema, told_by, name), nullable);
        }
        let mut shapes = Vec::with_capacity(meant.len());
        let mut inner_nullable = false;
        for (number, alternative) in (1_usize..).zip(&meant).take(MOST_SHAPES + 1) {
            let own_name = name.child(&format!("option {number}"));
            let (type_ref, inner) = self.read_type(alternative, &own_name);
            inner_nullable |= inner;
            if !shapes.contains(&type_ref) {
                shapes.push(type_ref);
            }
        }
        if let [_] = shapes.as_slice()
            && let Some(only) = shapes.pop()
        {
            return (only, nullable || inner_nullable);
        }
        let nullable = nullable || inner_nullable;
        if shapes.len() <= MOST_SHAPES && self.can_be_told_apart(&shapes) {
            let told_by = ToldBy::Shape(shapes);
            return (self.inline_choice(schema, told_by, name), nullable);
        }
        self.findings.warning(
            &at,
            "a choice of types that neither a discriminator nor their JSON tells apart is kept as untyped JSON",
            "give it a `discriminator`, or alternatives that differ in their JSON type or in required properties",
        );
        (TypeRef::Json, nullable)
    }

    /// `type: [string, integer]`, as 3.1 writes a choice of scalars.
    pub(super) fn read_several_kinds(&mut self, schema: &Schema<'d>, name: &InlineName) -> TypeRef {
        let mut shapes = Vec::new();
        for word in schema.several_kinds() {
            let shape = match word {
                "boolean" => TypeRef::Boolean,
                // An integer is a number, too.
                "integer" if schema.several_kinds().contains(&"number") => continue,
                "integer" => self.number(schema, TypeRef::Int64),
                "number" => self.number(schema, TypeRef::Double),
                "string" => super::scalars::string(schema),
                _ => TypeRef::Json,
            };
            shapes.push(shape);
        }
        if shapes.contains(&TypeRef::Json) || !self.can_be_told_apart(&shapes) {
            self.findings.warning(
                &schema.pointer,
                "a value of several JSON types is kept as untyped JSON",
                "write `oneOf` with a schema for each of them",
            );
            return TypeRef::Json;
        }
        self.inline_choice(schema, ToldBy::Shape(shapes), name)
    }

    /// A number beside the texts that OData has for what is no number, in the way of Microsoft's
    /// descriptions: one of the texts is an enumeration of those names.
    fn is_double(&self, alternatives: &[Schema<'d>]) -> bool {
        let resolved = |schema: &Schema<'d>| {
            schema
                .reference()
                .and_then(|name| Schema::component(&self.description.components, &name))
                .unwrap_or_else(|| schema.clone())
        };
        let resolved: Vec<Schema<'d>> = alternatives
            .iter()
            .filter(|one| !one.is_null())
            .map(resolved)
            .collect();
        let is_number = |one: &&Schema<'d>| one.kind() == Kind::Number;
        let names_numbers = |one: &Schema<'d>| {
            one.enumeration().is_some_and(|values| {
                !values.is_empty() && values.iter().all(|value| NUMBER_NAMES.contains(value))
            })
        };
        resolved.iter().any(|one| is_number(&one))
            && resolved.iter().any(names_numbers)
            && resolved
                .iter()
                .all(|one| matches!(one.kind(), Kind::Number | Kind::String))
    }

    /// Whether a value tells which of these it is: by the kind of its JSON, and of objects by
    /// properties that are required of one and not declared by the other.
    fn can_be_told_apart(&self, shapes: &[TypeRef]) -> bool {
        let mut kinds = HashSet::new();
        let mut objects: Vec<(HashSet<String>, HashSet<String>)> = Vec::new();
        for shape in shapes {
            let kind = match shape {
                TypeRef::Boolean => "boolean",
                TypeRef::Byte
                | TypeRef::Int16
                | TypeRef::Int32
                | TypeRef::Int64
                | TypeRef::Double => "number",
                TypeRef::Array { .. } => "array",
                TypeRef::Json => return false,
                TypeRef::Map { .. } | TypeRef::Page(_) => "object",
                TypeRef::Named(key) => match self.types.get(key) {
                    Some(Type::Object(_)) => {
                        objects.push(self.shape_of(key));
                        continue;
                    }
                    Some(Type::Enumeration(_)) => "string",
                    Some(Type::Choice(_)) | None => return false,
                },
                _ => "string",
            };
            if !kinds.insert(kind) {
                return false;
            }
        }
        if objects.len() == 1 {
            return kinds.insert("object");
        }
        objects.iter().enumerate().all(|(index, (required, _))| {
            objects
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .all(|(_, (_, declared))| required.iter().any(|name| !declared.contains(name)))
        }) && (objects.is_empty() || kinds.insert("object"))
    }

    /// The required and the declared properties of an object. Those of components are looked up in
    /// the document, since their types may not have been read yet.
    fn shape_of(&self, key: &Key) -> (HashSet<String>, HashSet<String>) {
        if let Some(schema) = Schema::component(&self.description.components, key.as_str()) {
            let declared = self.collect_declared(&schema, None);
            return (
                declared.required.into_iter().map(str::to_owned).collect(),
                declared
                    .properties
                    .into_iter()
                    .map(|(name, _)| name.to_owned())
                    .collect(),
            );
        }
        match self.types.get(key) {
            Some(Type::Object(object)) => (
                object.required.iter().cloned().collect(),
                object
                    .properties
                    .iter()
                    .map(|one| one.name.clone())
                    .collect(),
            ),
            _ => Default::default(),
        }
    }

    /// The objects that the values of a discriminator mean, beside `oneOf` or `anyOf`. What its
    /// mapping does not name goes by the name of its schema, as OpenAPI has it.
    pub(super) fn alternatives_by_value(
        &mut self,
        schema: &Schema<'d>,
        property: &str,
        name: &InlineName,
    ) -> Vec<Alternative> {
        let mut named: Vec<(String, String, crate::source::Pointer)> = schema
            .mapping()
            .into_iter()
            .map(|(value, target, pointer)| (value.to_owned(), target.into_owned(), pointer))
            .collect();
        let mut found: Vec<Alternative> = Vec::new();
        let alternatives = schema.one_of().into_iter().chain(schema.any_of());
        for (number, alternative) in (1_usize..).zip(alternatives) {
            if alternative.is_null() {
                continue;
            }
            match alternative.reference() {
                Some(target) if named.iter().any(|(_, known, _)| *known == target) => {}
                Some(target) => {
                    let target = target.into_owned();
                    named.push((target.clone(), target, alternative.pointer.clone()));
                }
                None => self.inline_alternative(
                    &alternative,
                    property,
                    &name.child(&format!("option {number}")),
                    &mut found,
                ),
            }
        }
        for (value, target, pointer) in named {
            match self.entries.get(target.as_str()) {
                Some(Entry::Type(key, _))
                    if matches!(self.types.get(key), Some(Type::Object(_))) =>
                {
                    add_value(&mut found, key, value);
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

    /// An alternative without a name: it is told by the one value that its discriminating property
    /// has.
    fn inline_alternative(
        &mut self,
        schema: &Schema<'d>,
        property: &str,
        name: &InlineName,
        found: &mut Vec<Alternative>,
    ) {
        let value = schema
            .properties()
            .find(|(name, _)| *name == property)
            .and_then(|(_, schema)| match schema.enumeration().as_deref() {
                Some([only]) => Some((*only).to_owned()),
                _ => None,
            });
        let type_ref = value.as_ref().map(|_| self.read_type(schema, name).0);
        match (value, type_ref) {
            (Some(value), Some(TypeRef::Named(key)))
                if matches!(self.types.get(&key), Some(Type::Object(_))) =>
            {
                add_value(found, &key, value);
            }
            _ => self.findings.warning(
                &schema.pointer,
                "an alternative that is neither a `$ref` nor an object whose discriminating property has one value is kept as untyped JSON when it arrives",
                "give the alternative a name in `components/schemas`",
            ),
        }
    }
}

/// Notes that a value means an object.
pub(super) fn add_value(found: &mut Vec<Alternative>, object: &Key, value: String) {
    match found.iter_mut().find(|known| known.object == *object) {
        Some(known) => {
            if !known.values.contains(&value) {
                known.values.push(value);
            }
        }
        None => found.push(Alternative {
            values: vec![value],
            object: object.clone(),
        }),
    }
}
