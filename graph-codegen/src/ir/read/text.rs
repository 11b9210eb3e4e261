//! Texts of a node.

use crate::ir::Documentation;
use crate::source::Node;

/// The description of a node, and whether it is deprecated.
pub(super) fn documentation(node: &Node) -> Documentation {
    Documentation {
        description: text(node, "description"),
        deprecated: node
            .get("deprecated")
            .and_then(Node::as_bool)
            .unwrap_or(false),
    }
}

/// The text under a key, if there is one.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::as_str).map(str::to_owned)
}
