//! How a description is written.

use std::collections::HashSet;

use time::Date;

use crate::deprecation::read_date;
use crate::openapi::{operations, unkeyed_path};
use crate::source::{Document, Mapping, Node};

/// The conventions that a description follows, by whether they occur anywhere in it, and what it
/// describes.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a convention of its own"
)]
pub(super) struct Conventions<'d> {
    /// `x-ms-navigationProperty` occurs.
    pub(super) navigation: bool,
    /// `anyOf` of a reference and null occurs.
    pub(super) nullable_references: bool,
    /// `discriminator` occurs.
    pub(super) discriminators: bool,
    /// `x-ms-enum-flags` occurs.
    pub(super) flags: bool,
    /// Doubles may be texts such as `INF`.
    pub(super) doubles: bool,
    /// A `PATCH` answers with something.
    pub(super) update_answers: bool,
    /// The latest date on which something was deprecated.
    pub(super) last_deprecation: Option<Date>,
    /// The names of the schemas.
    pub(super) schemas: HashSet<&'d str>,
    /// The operations, as `get /users/{}`.
    pub(super) operations: HashSet<String>,
}

impl<'d> Conventions<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let mut found = Self {
            navigation: false,
            nullable_references: false,
            discriminators: false,
            flags: false,
            doubles: false,
            update_answers: false,
            last_deprecation: None,
            schemas: HashSet::new(),
            operations: HashSet::new(),
        };
        if let Some(schemas) = document.components("schemas") {
            for (name, schema) in schemas.iter() {
                found.schemas.insert(name);
                found.read(schema);
            }
        }
        for operation in operations(document) {
            let path = unkeyed_path(operation.path);
            found
                .operations
                .insert(format!("{} {path}", operation.method));
            if let Some(deprecation) = operation.operation.get("x-ms-deprecation") {
                found.note_deprecation(deprecation);
            }
            found.update_answers |= operation.method == "patch" && answers(operation.operation);
        }
        found
    }

    /// Looks through a schema. A document is no deeper than [`MAX_DEPTH`](crate::source::MAX_DEPTH).
    fn read(&mut self, node: &Node) {
        match node {
            Node::Sequence(items) => items.iter().for_each(|item| self.read(item)),
            Node::Mapping(entries) => {
                for (key, value) in entries.iter() {
                    match key {
                        "x-ms-navigationProperty" => self.navigation = true,
                        "$ref" => {
                            let target = value.as_str().unwrap_or_default();
                            self.doubles |= target == "#/components/schemas/ReferenceNumeric";
                        }
                        "x-ms-enum-flags" => self.flags = true,
                        "discriminator" if value.get("propertyName").is_some() => {
                            self.discriminators = true;
                        }
                        "x-ms-deprecation" => self.note_deprecation(value),
                        "anyOf" => self.nullable_references |= is_nullable_reference(value),
                        _ => {}
                    }
                    self.read(value);
                }
            }
            _ => {}
        }
    }

    fn note_deprecation(&mut self, deprecation: &Node) {
        let date = deprecation.get("date").and_then(Node::as_str);
        self.last_deprecation = self.last_deprecation.max(date.and_then(read_date));
    }

    /// Whether any operation is in both descriptions.
    pub(super) fn has_any_of(&self, other: &Self) -> bool {
        self.operations
            .iter()
            .any(|one| other.operations.contains(one))
    }
}

/// `anyOf: [$ref, {nullable: true}]`.
fn is_nullable_reference(any_of: &Node) -> bool {
    let one_of = any_of.as_sequence().unwrap_or_default();
    let is_null = |one: &Node| {
        one.get("nullable").and_then(Node::as_bool) == Some(true)
            || one.get("type").and_then(Node::as_str) == Some("null")
    };
    one_of.iter().any(|one| one.get("$ref").is_some()) && one_of.iter().any(is_null)
}

/// Whether a success of an operation has a body.
fn answers(operation: &Node) -> bool {
    let responses = operation.get("responses").and_then(Node::as_mapping);
    responses
        .into_iter()
        .flat_map(Mapping::iter)
        .any(|(status, response)| status.starts_with('2') && response.get("content").is_some())
}
