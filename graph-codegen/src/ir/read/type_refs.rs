//! The type of a value, where a schema is used.

use super::enumerations::enumeration_values;
use super::schemas::Entry;
use super::shape::is_object;
use super::text::text;
use super::{Reader, below, component_pointer, schema_reference};
use crate::ir::TypeRef;
use crate::source::{Node, Pointer};

/// No sensible document writes one schema around another more often than this.
const DEEPEST: usize = 64;

impl<'d> Reader<'d> {
    /// The type of a schema, and whether its value may be null. `names` are what a type of
    /// its own would be called.
    pub(super) fn read_type(
        &mut self,
        node: &'d Node,
        pointer: &Pointer,
        names: &[String],
    ) -> (TypeRef, bool) {
        self.nesting += 1;
        let result = self.read_type_within(node, pointer, names);
        self.nesting -= 1;
        result
    }

    fn read_type_within(
        &mut self,
        node: &'d Node,
        pointer: &Pointer,
        names: &[String],
    ) -> (TypeRef, bool) {
        let nullable = node
            .get("nullable")
            .and_then(Node::as_bool)
            .unwrap_or(false);
        if self.nesting > DEEPEST {
            self.findings.error(
                pointer,
                format!("schemas are nested or refer to each other more than {DEEPEST} deep without a type"),
                "a schema that only refers to others must end at one with a type",
            );
            return (TypeRef::Json, nullable);
        }
        if let Some(name) = schema_reference(node) {
            let (type_ref, inner) = self.read_reference(&name, pointer);
            return (type_ref, inner || nullable);
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(alternatives) = node.get(key).and_then(Node::as_sequence) {
                let pointer = below(pointer, &[key]);
                let (type_ref, inner) = self.read_alternatives(alternatives, &pointer, names);
                return (type_ref, inner || nullable);
            }
        }
        // A single reference in an `allOf`, which is how a description is put beside it.
        if let Some([only]) = node.get("allOf").and_then(Node::as_sequence)
            && node.get("properties").is_none()
        {
            let mut pointer = below(pointer, &["allOf"]);
            pointer.push_index(0);
            let (type_ref, inner) = self.read_type(only, &pointer, names);
            return (type_ref, inner || nullable);
        }
        (self.read_simple(node, pointer, names), nullable)
    }

    fn read_reference(&mut self, name: &str, pointer: &Pointer) -> (TypeRef, bool) {
        match self.entries.get(name) {
            Some(Entry::Type(id)) => return (TypeRef::Named(*id), false),
            Some(Entry::Alias) => {
                if let Some(target) = self.components.schema(name) {
                    return self.read_alias(name, target, pointer);
                }
            }
            None => {}
        }
        self.findings.error(
            pointer,
            format!("there is no schema `{name}` in this document"),
            "declare it in `components/schemas`, or remove the `$ref`",
        );
        (TypeRef::Json, false)
    }

    /// What a schema without a type of its own stands for. It is read once: schemas that refer
    /// to each other many times over would take forever otherwise.
    fn read_alias(&mut self, name: &str, target: &'d Node, pointer: &Pointer) -> (TypeRef, bool) {
        match self.aliases.get(name) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                self.findings.warning(
                    pointer,
                    format!("`{name}` holds itself without a type of its own, and is kept as untyped JSON here"),
                    "give it properties, or remove the `$ref`",
                );
                return (TypeRef::Json, false);
            }
            None => {}
        }
        self.aliases.insert(name.to_owned(), None);
        let place = component_pointer("schemas", name);
        let result = self.read_type(target, &place, &[name.to_owned()]);
        self.aliases.insert(name.to_owned(), Some(result.clone()));
        result
    }

    /// `anyOf` and `oneOf`: a nullable reference, a double with its names for infinity, or
    /// something that stays JSON.
    fn read_alternatives(
        &mut self,
        alternatives: &'d [Node],
        pointer: &Pointer,
        names: &[String],
    ) -> (TypeRef, bool) {
        let is_nullable = |node: &Node| {
            node.get("nullable")
                .and_then(Node::as_bool)
                .unwrap_or(false)
        };
        let nullable = alternatives.iter().any(is_nullable);
        let is_number = |node: &Node| text(node, "type").as_deref() == Some("number");
        let is_text = |node: &Node| {
            let target = schema_reference(node).and_then(|name| self.components.schema(&name));
            text(target.unwrap_or(node), "type").as_deref() == Some("string")
        };
        let is_double = alternatives.iter().any(is_number)
            && alternatives
                .iter()
                .all(|node| is_number(node) || is_text(node));
        if is_double {
            return (TypeRef::Double, nullable);
        }
        // `{type: object, nullable: true}` beside a reference says no more than "or null".
        let is_null = |node: &Node| {
            is_nullable(node)
                && node.get("properties").is_none()
                && matches!(text(node, "type").as_deref(), None | Some("object"))
        };
        let mut meaningful = alternatives
            .iter()
            .enumerate()
            .filter(|(_, node)| schema_reference(node).is_some() || !is_null(node));
        if let (Some((index, only)), None) = (meaningful.next(), meaningful.next()) {
            let mut pointer = pointer.clone();
            pointer.push_index(index);
            let (type_ref, inner) = self.read_type(only, &pointer, names);
            return (type_ref, inner || nullable);
        }
        self.findings.warning(
            pointer,
            "a choice of types without a discriminator is kept as untyped JSON",
            "give it a `discriminator`, and its alternatives names in `components/schemas`",
        );
        (TypeRef::Json, nullable)
    }

    fn read_simple(&mut self, node: &'d Node, pointer: &Pointer, names: &[String]) -> TypeRef {
        let format = text(node, "format");
        let format = format.as_deref().unwrap_or_default();
        if let Some(values) = enumeration_values(node)
            && !values.is_empty()
        {
            return self.inline_enumeration(node, values, names);
        }
        match text(node, "type").as_deref() {
            Some("boolean") => TypeRef::Boolean,
            Some("integer") => self.integer(format, pointer, TypeRef::I64),
            Some("number") => self.integer(format, pointer, TypeRef::Double),
            Some("string") => {
                let is_secret = format == "password"
                    || node.get("writeOnly").and_then(Node::as_bool) == Some(true);
                if is_secret {
                    TypeRef::Secret
                } else {
                    string(format)
                }
            }
            Some("array") => match node.get("items") {
                Some(items) => {
                    let singular: Vec<String> =
                        names.iter().map(|name| format!("{name} item")).collect();
                    let pointer = below(pointer, &["items"]);
                    let (item, nullable) = self.read_type(items, &pointer, &singular);
                    TypeRef::Array {
                        item: Box::new(item),
                        nullable,
                    }
                }
                None => {
                    self.findings.warning(
                        pointer,
                        "an array without `items` is kept as untyped JSON",
                        "add `items`",
                    );
                    TypeRef::Json
                }
            },
            _ if is_object(node) => self.read_object(node, pointer, names),
            None if node.get("x-graph-trimmed").is_some() => TypeRef::Json,
            None => {
                self.findings.warning(
                    pointer,
                    "a schema without a type is kept as untyped JSON",
                    "add `type`, or a `$ref` to a schema that has one",
                );
                TypeRef::Json
            }
            Some(other) => {
                self.findings.error(
                    pointer,
                    format!("`{other}` is not a type of OpenAPI 3.0"),
                    "write one of: array, boolean, integer, number, object, string",
                );
                TypeRef::Json
            }
        }
    }

    /// An inline object; one without properties is any JSON.
    fn read_object(&mut self, node: &'d Node, pointer: &Pointer, names: &[String]) -> TypeRef {
        let has_properties = node.get("properties").and_then(Node::as_mapping).is_some()
            || node.get("allOf").is_some();
        if !has_properties {
            return TypeRef::Json;
        }
        if let Some((item, item_pointer)) = self.page_item(node, pointer) {
            let (item, _) = self.read_type(item, &item_pointer, names);
            return TypeRef::Page(Box::new(item));
        }
        self.inline_object(node, pointer, names)
    }

    fn integer(&mut self, format: &str, pointer: &Pointer, default: TypeRef) -> TypeRef {
        match format {
            "uint8" => TypeRef::U8,
            "int8" | "int16" => TypeRef::I16,
            "int32" => TypeRef::I32,
            "int64" => TypeRef::I64,
            "float" | "double" | "decimal" => TypeRef::Double,
            "" => default,
            other => {
                self.findings.warning(
                    pointer,
                    format!("the format `{other}` of a number is not known, and is passed over"),
                    "",
                );
                default
            }
        }
    }
}

/// The type of a string; formats that are not known leave it a string.
fn string(format: &str) -> TypeRef {
    match format {
        "date-time" => TypeRef::DateTime,
        "date" => TypeRef::Date,
        "time" => TypeRef::TimeOfDay,
        "duration" => TypeRef::Duration,
        "uuid" => TypeRef::Uuid,
        "base64url" | "byte" | "base64" => TypeRef::Base64,
        _ => TypeRef::String,
    }
}
