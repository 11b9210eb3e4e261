//! The schemas of the specification that the models were generated from.

use graph_codegen::source::{Mapping, Node};

use super::document;

/// The schema with this name, such as `microsoft.graph.user`.
pub(crate) fn named(name: &str) -> &'static Node {
    let schemas = document().components("schemas").unwrap();
    schemas.get(name).unwrap_or_else(|| panic!("{name}"))
}

/// The name of the schema that a reference points to.
pub(crate) fn target(reference: &'static Node) -> Option<&'static str> {
    let text = reference.as_str()?;
    text.strip_prefix("#/components/schemas/")
}

/// What a schema consists of: itself, and all that it takes over by `allOf`, ancestors first.
pub(crate) fn parts(schema: &'static Node) -> Vec<&'static Node> {
    let mut found = Vec::new();
    if let Some(name) = schema.get("$ref").and_then(target) {
        return parts(named(name));
    }
    for part in items(schema, "allOf") {
        found.extend(parts(part));
    }
    found.push(schema);
    found
}

/// The declared properties, those of ancestors first.
pub(crate) fn properties(schema: &'static Node) -> Vec<(&'static str, &'static Node)> {
    let declared = |part: &'static Node| part.get("properties")?.as_mapping();
    let parts = parts(schema).into_iter().filter_map(declared);
    let properties = parts.flat_map(Mapping::iter);
    properties
        .filter(|(name, _)| *name != "@odata.type")
        .collect()
}

/// The types that an object of this schema may have, with the `@odata.type` of each.
pub(crate) fn descendants(schema: &'static Node) -> Vec<(&'static str, &'static str)> {
    let own = items(schema, "allOf").iter().chain([schema]);
    let mappings = own.filter_map(|part| part.get("discriminator")?.get("mapping")?.as_mapping());
    let entries = mappings.flat_map(Mapping::iter);
    entries
        .filter_map(|(text, reference)| Some((text, target(reference)?)))
        .collect()
}

/// The items of a sequence such as `anyOf`, none when there is no such sequence.
pub(crate) fn items(schema: &'static Node, key: &str) -> &'static [Node] {
    schema.get(key).and_then(Node::as_sequence).unwrap_or(&[])
}

/// The JSON type that a property of this schema has.
pub(crate) fn kind(schema: &'static Node) -> &'static str {
    if let Some(name) = schema.get("$ref").and_then(target) {
        return kind(named(name));
    }
    let first = items(schema, "anyOf").first();
    if let Some(first) = first.or_else(|| items(schema, "allOf").first()) {
        return kind(first);
    }
    let declared = schema.get("type").and_then(Node::as_str);
    declared.unwrap_or_else(|| panic!("a schema without a type: {schema:?}"))
}
