//! Enumerations of strings.

use super::text::text;
use crate::ir::Member;
use crate::source::Node;

/// The values of an enumeration of strings.
pub(super) fn enumeration_values(node: &Node) -> Option<&[Node]> {
    let is_string = matches!(text(node, "type").as_deref(), None | Some("string"));
    let values = node.get("enum").and_then(Node::as_sequence)?;
    let all_strings = values
        .iter()
        .all(|value| matches!(value, Node::String(_) | Node::Null));
    (is_string && all_strings).then_some(values)
}

/// The members of an enumeration, with the descriptions that `x-ms-enum` has.
pub(super) fn members(node: &Node, values: &[Node]) -> Vec<Member> {
    let described = node
        .get("x-ms-enum")
        .and_then(|node| node.get("values"))
        .and_then(Node::as_sequence)
        .unwrap_or_default();
    let mut members: Vec<Member> = Vec::new();
    for value in values.iter().filter_map(Node::as_str) {
        if members.iter().any(|member| member.value == value) {
            continue;
        }
        let description = described
            .iter()
            .find(|node| node.get("value").and_then(Node::as_str) == Some(value))
            .and_then(|node| text(node, "description"));
        members.push(Member {
            value: value.to_owned(),
            description,
        });
    }
    members
}
