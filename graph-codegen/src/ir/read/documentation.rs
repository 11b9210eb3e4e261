//! What a document says of something, for people.

use crate::ir::{Deprecation, Documentation};
use crate::source::Node;

/// The description of a node, and whether it is deprecated.
pub(super) fn documentation(node: &Node) -> Documentation {
    Documentation {
        description: text(node, "description"),
        deprecation: deprecation(node),
    }
}

/// Whether a node is deprecated, and what is known of that.
pub(crate) fn deprecation(node: &Node) -> Option<Deprecation> {
    let is_deprecated = node.get("deprecated").and_then(Node::as_bool) == Some(true);
    let details = node.get("x-ms-deprecation");
    if !is_deprecated && details.is_none() {
        return None;
    }
    let detail = |key: &str| details.and_then(|details| text(details, key));
    Some(Deprecation {
        date: detail("date"),
        removal_date: detail("removalDate"),
        version: detail("version"),
        description: detail("description"),
    })
}

/// The text under a key, if there is one.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::as_str).map(str::to_owned)
}
