//! The type of a value, where a schema is used.

use super::Reader;
use super::inline::InlineName;
use super::scalars::string;
use super::schemas::Entry;
use crate::ir::TypeRef;
use crate::openapi::{Kind, Schema, keywords_without_form};

/// No sensible document writes one schema around another more often than this.
const DEEPEST: usize = 64;

impl<'d> Reader<'_, 'd> {
    /// The type of a schema, and whether its value may be null. `name` is what a type of its own
    /// would go by.
    pub(super) fn read_type(&mut self, schema: &Schema<'d>, name: &InlineName) -> (TypeRef, bool) {
        self.nesting += 1;
        let result = if self.nesting > DEEPEST {
            self.findings.error(
                &schema.pointer,
                format!("schemas are nested or refer to each other more than {DEEPEST} deep without a type"),
                "a schema that only refers to others must end at one with a type",
            );
            (TypeRef::Json, false)
        } else {
            self.read_type_within(schema, name)
        };
        self.nesting -= 1;
        result
    }

    fn read_type_within(&mut self, schema: &Schema<'d>, name: &InlineName) -> (TypeRef, bool) {
        self.note_keywords(schema);
        let nullable = schema.nullable();
        if let Some(target) = schema.reference() {
            let (type_ref, inner) = self.read_reference(&target, schema);
            if schema.beside_reference().is_some() {
                self.findings.warning(
                    &schema.pointer,
                    "what stands beside a `$ref` adds nothing to the type that it refers to",
                    "write both as the parts of an `allOf`, and give that a name in `components/schemas`",
                );
            }
            return (type_ref, inner || nullable);
        }
        if schema.has("anyOf") || schema.has("oneOf") {
            let (type_ref, inner) = self.read_alternatives(schema, name);
            return (type_ref, inner || nullable);
        }
        if schema.has("allOf") && !schema.has_properties() && schema.enumeration().is_none() {
            return self.read_all_of(schema, name, nullable);
        }
        (self.read_simple(schema, name), nullable)
    }

    /// Reports what a schema says that no type expresses, once.
    pub(super) fn note_keywords(&mut self, schema: &Schema<'d>) {
        for keyword in keywords_without_form(schema) {
            let at = schema.pointer.child(keyword);
            if self.told.insert(at.clone()) {
                self.findings.warning(
                    &at,
                    format!("`{keyword}` has no form in Rust, and is passed over"),
                    "",
                );
            }
        }
    }

    /// `allOf`: one part with a description or `nullable` beside it is that part; several objects
    /// are an object.
    fn read_all_of(
        &mut self,
        schema: &Schema<'d>,
        name: &InlineName,
        nullable: bool,
    ) -> (TypeRef, bool) {
        let parts = schema.all_of();
        let nullable = nullable || parts.iter().any(Schema::nullable);
        let mut meant = parts.iter().filter(|part| says_something(part));
        let Some(first) = meant.next() else {
            return (self.read_simple(schema, name), nullable);
        };
        let others: Vec<&Schema<'d>> = meant.collect();
        if others.is_empty() {
            let (type_ref, inner) = self.read_type(first, name);
            return (type_ref, inner || nullable);
        }
        if self.is_object(first) && others.iter().all(|part| self.is_object(part)) {
            return (self.read_object_value(schema, name), nullable);
        }
        // A scalar with further rules: the type is that of the first part that has one.
        for other in others {
            self.findings.warning(
                &other.pointer,
                "an `allOf` of values that are no objects has the type of its first part; this one is passed over",
                "write one schema with all that holds of the value",
            );
        }
        let (type_ref, inner) = self.read_type(first, name);
        (type_ref, inner || nullable)
    }

    fn read_reference(&mut self, name: &str, schema: &Schema<'d>) -> (TypeRef, bool) {
        match self.entries.get(name) {
            Some(Entry::Type(key, nullable)) => return (TypeRef::Named(key.clone()), *nullable),
            Some(Entry::Alias) => {
                if let Some(target) = Schema::component(&self.description.components, name) {
                    return self.read_alias(name, &target, schema);
                }
            }
            None => {}
        }
        self.findings.error(
            &schema.pointer,
            format!("there is no schema `{name}` in this document"),
            "declare it in `components/schemas`, or remove the `$ref`",
        );
        (TypeRef::Json, false)
    }

    /// What a schema without a type of its own stands for. It is read once: schemas that refer
    /// to each other many times over would take forever otherwise.
    fn read_alias(
        &mut self,
        name: &str,
        target: &Schema<'d>,
        from: &Schema<'d>,
    ) -> (TypeRef, bool) {
        match self.aliases.get(name) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                self.findings.warning(
                    &from.pointer,
                    format!("`{name}` holds itself without a type of its own, and is kept as untyped JSON here"),
                    "give it properties, or remove the `$ref`",
                );
                return (TypeRef::Json, false);
            }
            None => {}
        }
        self.aliases.insert(name.to_owned(), None);
        let result = self.read_type(target, &InlineName::of_schema(name));
        self.aliases.insert(name.to_owned(), Some(result.clone()));
        result
    }

    fn read_simple(&mut self, schema: &Schema<'d>, name: &InlineName) -> TypeRef {
        if let Some(values) = schema.enumeration()
            && !values.is_empty()
        {
            return self.inline_enumeration(schema, &values, name);
        }
        match schema.kind() {
            Kind::Boolean => TypeRef::Boolean,
            Kind::Integer => self.number(schema, TypeRef::Int64),
            Kind::Number => self.number(schema, TypeRef::Double),
            Kind::String => string(schema),
            Kind::Array => self.read_array(schema, name),
            Kind::Several => self.read_several_kinds(schema, name),
            Kind::Object => self.read_object_value(schema, name),
            Kind::Unknown if self.is_object(schema) => self.read_object_value(schema, name),
            Kind::Null => TypeRef::Json,
            Kind::Unknown if schema.trimmed_target().is_some() => TypeRef::Json,
            Kind::Unknown => {
                self.findings.warning(
                    &schema.pointer,
                    "a schema without a type is kept as untyped JSON",
                    "add `type`, or a `$ref` to a schema that has one",
                );
                TypeRef::Json
            }
            Kind::Other(other) => {
                self.findings.error(
                    &schema.pointer,
                    format!("`{other}` is not a type of OpenAPI"),
                    "write one of: array, boolean, integer, number, object, string",
                );
                TypeRef::Json
            }
        }
    }

    fn read_array(&mut self, schema: &Schema<'d>, name: &InlineName) -> TypeRef {
        let Some(items) = schema.items() else {
            self.findings.warning(
                &schema.pointer,
                "an array without `items` is kept as untyped JSON",
                "add `items`",
            );
            return TypeRef::Json;
        };
        let (item, nullable) = self.read_type(&items, &name.item());
        TypeRef::Array {
            item: Box::new(item),
            nullable,
        }
    }

    /// An inline object; one without properties is a map, or any JSON.
    fn read_object_value(&mut self, schema: &Schema<'d>, name: &InlineName) -> TypeRef {
        if let Some(value) = Self::map_value(schema) {
            let (value, nullable) = self.read_type(&value, &name.child("value"));
            return TypeRef::Map {
                value: Box::new(value),
                nullable,
            };
        }
        if !schema.has_properties() && !schema.has("allOf") {
            return TypeRef::Json;
        }
        if let Some(items) = self.page_item(schema) {
            let (item, _) = self.read_type(&items, &name.item());
            return TypeRef::Page(Box::new(item));
        }
        self.inline_object(schema, name)
    }
}

/// Whether a part of an `allOf` says more than a description, or that the value may be null.
fn says_something(part: &Schema<'_>) -> bool {
    const FORMS: [&str; 10] = [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "items",
        "oneOf",
        "properties",
        "required",
    ];
    let is_bare_object = part.kind() == Kind::Object || part.kind() == Kind::Unknown;
    FORMS.iter().any(|key| part.has(key)) || !is_bare_object
}
