//! Every operation in `specs/` has a sample, and every sample an operation.

use std::collections::BTreeSet;
use std::path::Path;

use graph_codegen::Document;
use graph_codegen::select::operations;
use graph_codegen::source::Node;

use crate::exchange::client;
use crate::operations::samples;

/// Method and path template with the version, such as `GET /v1.0/servicePrincipals`.
type Operations = BTreeSet<String>;

#[test]
fn every_operation_in_the_specs_has_a_sample() {
    let specified = specified();
    let covered = covered();
    let uncovered: Vec<_> = specified.difference(&covered).collect();
    assert!(
        uncovered.is_empty(),
        "add a sample to tests/wire/operations/ for each of {uncovered:#?}"
    );
    let unknown: Vec<_> = covered.difference(&specified).collect();
    assert!(unknown.is_empty(), "no spec has {unknown:#?}");
    assert!(!specified.is_empty());
}

fn covered() -> Operations {
    samples(&client("http://127.0.0.1:9"))
        .iter()
        .map(|sample| {
            let (method, template) = (sample.operation.method(), sample.operation.path_template());
            format!("{method} {}{template}", sample.version)
        })
        .collect()
}

fn specified() -> Operations {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut specified = Operations::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let document = Document::parse(path.display().to_string(), text).unwrap();
        let version = version(&document);
        specified.extend(operations(&document).map(|operation| {
            let method = operation.method.to_uppercase();
            format!("{method} {version}{}", operation.path)
        }));
    }
    specified
}

/// The path of the server, without its final slash.
fn version(document: &Document) -> String {
    let servers = document
        .root()
        .get("servers")
        .and_then(Node::as_sequence)
        .unwrap();
    let url = servers[0].get("url").and_then(Node::as_str).unwrap();
    let path = url.strip_prefix("https://graph.microsoft.com").unwrap();
    path.trim_end_matches('/').to_owned()
}
