//! The same spec gives the same bytes.

use std::fmt::Write as _;

use graph_codegen::Document;
use graph_codegen::source::Node;

use crate::cases::{cases, generate};

#[test]
fn generating_twice_gives_the_same() {
    for case in cases() {
        assert_eq!(case.generate(), case.generate(), "{}", case.name);
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
    };
    let (one, many) = (pool(1), pool(13));
    for case in cases() {
        let expected = one.install(|| case.generate());
        assert_eq!(many.install(|| case.generate()), expected, "{}", case.name);
    }
}

#[test]
fn the_order_of_keys_and_the_notation_do_not_show() {
    for case in cases() {
        let document = case.document();
        let mut text = String::new();
        write_reversed(document.root(), true, &mut text);
        let reversed = Document::parse("spec.yaml", text).unwrap();
        let files = |document| {
            let mut files = generate(document).unwrap();
            // Warnings name the line.
            files.retain(|file| {
                file.path
                    .extension()
                    .is_some_and(|extension| extension == "rs")
            });
            files
        };
        assert_eq!(files(&reversed), files(&document), "{}", case.name);
    }
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
