//! The operations of a document.

use crate::source::{Document, Mapping, Node};

/// The keys of a path item that are operations.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The other keys that a path item may have, besides extensions.
pub(super) const PATH_ITEM_KEYS: [&str; 4] = ["parameters", "summary", "description", "servers"];

/// An operation where it stands in its document.
#[derive(Clone, Copy, Debug)]
pub struct OperationRef<'d> {
    /// The path template.
    pub path: &'d str,
    /// The method, as the document writes it: in lower case.
    pub method: &'d str,
    /// The path item around it, with the parameters that all its operations share.
    pub path_item: &'d Mapping,
    /// The operation.
    pub operation: &'d Node,
}

impl<'d> OperationRef<'d> {
    /// The `operationId`. Graph has some that occur more than once.
    pub fn operation_id(&self) -> Option<&'d str> {
        self.operation.get("operationId")?.as_str()
    }

    /// The `summary`.
    pub fn summary(&self) -> Option<&'d str> {
        self.operation.get("summary")?.as_str()
    }
}

/// All operations of a document, in its order.
pub fn operations(document: &Document) -> impl Iterator<Item = OperationRef<'_>> {
    path_items(document).flat_map(|(path, path_item)| {
        path_item
            .iter()
            .filter(|(key, _)| METHODS.contains(key))
            .map(move |(method, operation)| OperationRef {
                path,
                method,
                path_item,
                operation,
            })
    })
}

fn path_items(document: &Document) -> impl Iterator<Item = (&str, &Mapping)> {
    document
        .root()
        .get("paths")
        .and_then(Node::as_mapping)
        .into_iter()
        .flat_map(Mapping::iter)
        .filter(|(path, _)| !path.starts_with("x-"))
        .filter_map(|(path, item)| Some((path, item.as_mapping()?)))
}
