//! The one place that interprets OpenAPI.
//!
//! Typed views over a [`Document`], which borrow from it and know where they stand. The editions 3.0
//! and 3.1 are made alike here: lists of types, `const`, a `$ref` with other keywords beside it,
//! `examples`, numeric `exclusiveMinimum`. What has no form in Rust is a warning with its place.

mod components;
mod kinds;
mod operations;
mod path;
mod schema;
mod shape;
mod unsupported;
mod walk;

pub use operations::{METHODS, OperationRef, operations};
pub use path::{Alias, PathError, PathPart, PathSegment, SegmentKind};

pub(crate) use components::Components;
pub(crate) use kinds::misplaced;
pub(crate) use operations::{
    MediaTypes, OperationView, PATH_ITEM_KEYS, ParameterView, PathItem, is_json, path_items,
};
pub(crate) use path::{split, unkeyed_path, unkeyed_type, with_namespace, without_namespace};
pub(crate) use schema::{Additional, Kind, Schema, is_navigation};
pub(crate) use shape::{COMPONENT_KINDS, Held, PERMISSIONS, PLAN, Shape, TRIMMED, mapped_schema};
pub(crate) use unsupported::keywords_without_form;
pub(crate) use walk::{Level, Step, Visit, Walk, Way, pointer, targets};

use crate::source::{Document, Finding, Node, Pointer};

/// The annotation that OData tells types by.
pub(crate) const ODATA_TYPE: &str = "@odata.type";

/// What a document calls its version, `info.version`; empty when it says nothing.
pub fn version(document: &Document) -> String {
    Description::of(document).version()
}

/// Whether a document is a part that was trimmed, by what it carries along of the whole.
pub fn is_trimmed(document: &Document) -> bool {
    document.root().get(PLAN).is_some()
}

/// The path below which the operations of a document lie, such as `/v1.0`, by its first server.
pub fn service_root(document: &Document) -> String {
    Description::of(document).service_root(&mut Vec::new())
}

/// A document as OpenAPI.
pub(crate) struct Description<'d> {
    document: &'d Document,
    pub(crate) components: Components<'d>,
}

impl<'d> Description<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        Self {
            document,
            components: Components::of(document),
        }
    }

    fn text(&self, keys: &[&str]) -> String {
        let node = keys
            .iter()
            .try_fold(self.document.root(), |node, key| node.get(key));
        node.and_then(Node::as_str).unwrap_or_default().to_owned()
    }

    pub(crate) fn title(&self) -> String {
        self.text(&["info", "title"])
    }

    pub(crate) fn version(&self) -> String {
        self.text(&["info", "version"])
    }

    /// The path of the first server, without a slash at its end; variables have their defaults.
    pub(crate) fn service_root(&self, findings: &mut Vec<Finding>) -> String {
        let servers = self
            .document
            .root()
            .get("servers")
            .and_then(Node::as_sequence)
            .unwrap_or_default();
        let at = |index: usize| {
            let mut pointer = Pointer::of(["servers"]);
            pointer.push_index(index);
            pointer
        };
        let Some(first) = servers.first() else {
            return String::new();
        };
        let root = server_path(first, &at(0), findings);
        for (index, other) in servers.iter().enumerate().skip(1) {
            if server_path(other, &at(index), &mut Vec::new()) != root {
                findings.push(Finding::warning(
                    at(index),
                    "requests go below the path of the first server; this one is passed over",
                ));
            }
        }
        root
    }

    /// All path items, in the order of the document.
    pub(crate) fn path_items(&self) -> impl Iterator<Item = PathItem<'d>> {
        path_items(self.document)
    }
}

/// The path of a server, without a slash at its end.
pub(crate) fn server_path(server: &Node, at: &Pointer, findings: &mut Vec<Finding>) -> String {
    let url = server.get("url").and_then(Node::as_str).unwrap_or_default();
    let mut filled = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        let default = server
            .get("variables")
            .and_then(|variables| variables.get(name))
            .and_then(|variable| variable.get("default"))
            .and_then(Node::as_str);
        match default {
            Some(default) => filled.push_str(default),
            None => findings.push(
                Finding::error(
                    at.child("url"),
                    format!("the server's address has the variable `{name}`, which has no default"),
                )
                .with_help("give it a `default` in `variables`"),
            ),
        }
        rest = tail;
    }
    filled.push_str(rest);
    let after_scheme = filled
        .split_once("://")
        .map_or(filled.as_str(), |(_, rest)| rest);
    let path = after_scheme
        .find('/')
        .and_then(|start| after_scheme.get(start..));
    path.unwrap_or_default().trim_end_matches('/').to_owned()
}
