//! The same document with its keys in another order.

use std::fmt::Write as _;

use graph_codegen::Document;
use graph_codegen::source::Node;

/// The document with its keys in reverse, as JSON.
pub(crate) fn reversed(document: &Document, name: &str) -> Document {
    let mut text = String::new();
    write_reversed(document.root(), true, &mut text);
    Document::parse(name, text).unwrap()
}

/// Writes JSON with the keys from last to first, except where their order is that of fields,
/// variants and arguments: properties, and the values of a discriminator.
fn write_reversed(node: &Node, reverse: bool, json: &mut String) {
    match node {
        Node::Mapping(mapping) => {
            let mut entries: Vec<(&str, &Node)> = mapping.iter().collect();
            if reverse {
                entries.reverse();
            }
            json.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                write!(json, "{comma}{}:", serde_json::to_string(key).unwrap()).unwrap();
                let is_ordered = reverse && matches!(key, "properties" | "mapping");
                write_reversed(value, !is_ordered, json);
            }
            json.push('}');
        }
        Node::Sequence(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                json.push_str(if index > 0 { "," } else { "" });
                write_reversed(item, true, json);
            }
            json.push(']');
        }
        scalar => json.push_str(&serde_json::to_string(scalar).unwrap()),
    }
}
