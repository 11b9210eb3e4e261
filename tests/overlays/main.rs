//! The overlays of `overlays/`, applied to what they are for.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use std::path::Path;

use graph_codegen::source::{Node, Pointer};
use graph_codegen::{Document, Generator, Overlay, Pattern, Selection};

/// A part of Graph that has all that the overlays change.
const PART: &str = include_str!("part.yaml");

fn shipped(name: &str) -> Overlay {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../overlays");
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    Overlay::parse(name, text).unwrap()
}

fn overlaid(document: Document) -> Document {
    let corrected = document.with_overlay(&shipped("corrections.yaml")).unwrap();
    corrected
        .with_overlay(&shipped("permissions.yaml"))
        .unwrap()
}

fn value<'d>(document: &'d Document, keys: &[&str]) -> &'d Node {
    keys.iter().fold(document.root(), |node, key| match node {
        Node::Sequence(items) => &items[key.parse::<usize>().unwrap()],
        node => node
            .get(key)
            .unwrap_or_else(|| panic!("{keys:?}: no {key}")),
    })
}

fn assert_corrected(document: &Document) {
    let schema = |name: &str| format!("microsoft.graph.{name}");
    let at = |keys: &[&str]| value(document, &[&["components", "schemas"], keys].concat()).clone();
    let grant = schema("oAuth2PermissionGrant");
    let scope = at(&[&grant, "allOf", "1", "properties", "scope", "maxLength"]);
    assert_eq!(scope, Node::Integer(3850));
    let file = schema("fileAttachment");
    let bytes = at(&[&file, "allOf", "1", "properties", "contentBytes", "format"]);
    assert_eq!(bytes, Node::from("byte"));
    let password = schema("passwordCredential");
    let secret = at(&[&password, "properties", "secretText", "format"]);
    assert_eq!(secret, Node::from("password"));
    for path in [
        "/drives/{drive-id}/items/{driveItem-id}/invite",
        "/drives/{drive-id}/root/invite",
    ] {
        let body = [
            "post",
            "requestBody",
            "content",
            "application/json",
            "schema",
            "properties",
        ];
        let keys = [
            &["paths", path],
            &body[..],
            &["expirationDateTime", "format"],
        ]
        .concat();
        assert_eq!(value(document, &keys), &Node::from("date-time"), "{path}");
    }
}

fn assert_permitted(document: &Document) {
    let selection = Selection::of([Pattern::parse("/oauth2PermissionGrants#POST").unwrap()]);
    let planned = Generator::new(selection).plan(document).unwrap();
    let operation = planned.surface.operation_methods().next().unwrap();
    let known = operation.requirements.permissions.as_ref().unwrap();
    let shown = format!("{known:?}");
    assert!(
        shown.contains("DelegatedPermissionGrant.ReadWrite.All"),
        "{shown}"
    );
    let place = document.place(&Pointer::of([
        "paths",
        "/oauth2PermissionGrants",
        "post",
        "x-graph-permissions",
    ]));
    assert_eq!(place.file, "permissions.yaml");
}

#[test]
fn they_fit_the_part_that_they_are_for() {
    let document = overlaid(Document::parse("part.yaml", PART).unwrap());
    assert_corrected(&document);
    assert_permitted(&document);
}

#[test]
fn they_fit_the_whole_of_graph() {
    let Some((name, text)) = graph_tests::whole_graph::text() else {
        return;
    };
    let document = overlaid(Document::parse(name, text).unwrap());
    assert_corrected(&document);
    assert_permitted(&document);
}

#[test]
fn every_action_names_its_source() {
    for name in ["corrections.yaml", "permissions.yaml"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../overlays");
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let tree: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        let actions = tree["actions"].as_array().unwrap();
        assert_eq!(actions.len(), shipped(name).len());
        for action in actions {
            let description = action["description"].as_str().unwrap();
            assert!(
                description.contains("Source: https://learn.microsoft.com/graph/api/"),
                "{name}: {description}"
            );
        }
    }
}
