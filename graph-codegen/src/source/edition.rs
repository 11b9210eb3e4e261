//! Which documents are accepted: OpenAPI 3.0 and 3.1.

use super::{Finding, Node, Pointer};

const EXPECTED: &str = "an OpenAPI document: a mapping with `openapi: 3.0.x` or `3.1.x`";

/// What keeps a tree from being an OpenAPI document of these editions.
pub(super) fn check(root: &Node) -> Vec<Finding> {
    let Some(mapping) = root.as_mapping() else {
        let found = match root {
            Node::Null => "nothing",
            other => other.kind(),
        };
        return vec![Finding::error(
            Pointer::root(),
            format!("found {found}, expected {EXPECTED}"),
        )];
    };
    if let Some(version) = mapping.get("swagger") {
        let shown = shown(version);
        return vec![
            Finding::error(
                Pointer::of(["swagger"]),
                format!("found Swagger {shown}, expected OpenAPI 3.0 or 3.1"),
            )
            .with_help("convert the document to OpenAPI 3.0, for example with swagger2openapi"),
        ];
    }
    let mut findings = Vec::new();
    match mapping.get("openapi") {
        None => findings.push(Finding::error(
            Pointer::root(),
            format!("found no `openapi` key, expected {EXPECTED}"),
        )),
        Some(version) => findings.extend(check_version(version)),
    }
    match mapping.get("paths") {
        None => findings.push(Finding::error(
            Pointer::root(),
            "found no `paths` key, expected a mapping of paths",
        )),
        Some(Node::Mapping(_)) => {}
        Some(other) => findings.push(Finding::error(
            Pointer::of(["paths"]),
            format!("found {}, expected a mapping of paths", other.kind()),
        )),
    }
    findings
}

fn check_version(version: &Node) -> Option<Finding> {
    let shown = shown(version);
    let is_edition = |edition: &str| {
        let rest = shown.strip_prefix(edition);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if is_edition("3.0") || is_edition("3.1") {
        return None;
    }
    let finding = Finding::error(
        Pointer::of(["openapi"]),
        format!("found OpenAPI {shown}, expected 3.0.x or 3.1.x"),
    );
    Some(if shown.starts_with("3.") {
        finding.with_help(
            "export the document as OpenAPI 3.0 or 3.1; Microsoft publishes Graph as 3.0",
        )
    } else {
        finding
    })
}

/// A version as it stands in the document: `3.0` without quotes is a number.
fn shown(version: &Node) -> String {
    match version {
        Node::String(text) => text.chars().take(40).collect(),
        Node::Integer(number) => number.to_string(),
        Node::Float(number) => format!("{number:?}"),
        other => other.kind().to_owned(),
    }
}
