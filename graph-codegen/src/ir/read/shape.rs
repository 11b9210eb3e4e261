//! What a schema looks like, before it is read.

use super::text::text;
use crate::source::Node;

/// The annotation that OData tells types by.
pub(super) const ODATA_TYPE: &str = "@odata.type";

/// Whether a schema is an object with or without properties.
pub(super) fn is_object(node: &Node) -> bool {
    text(node, "type").as_deref() == Some("object")
        || node.get("properties").is_some()
        || (node.get("allOf").is_some() && text(node, "type").is_none())
}

/// The discriminator of a schema, or of an inline member of its `allOf`.
pub(super) fn discriminator(node: &Node) -> Option<&Node> {
    std::iter::once(node)
        .chain(all_of(node))
        .find_map(|node| node.get("discriminator"))
}

/// The members of `allOf`.
pub(super) fn all_of(node: &Node) -> &[Node] {
    node.get("allOf")
        .and_then(Node::as_sequence)
        .unwrap_or_default()
}
