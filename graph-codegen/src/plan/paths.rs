//! The names of path builders and of the methods that lead to them.

use std::collections::{BTreeMap, HashMap};

use super::areas::Areas;
use super::options::{Preferences, refused};
use super::pins::{PathPin, Pins};
use super::types::PRELUDE;
use crate::ir::{Api, NodeId, OptionType, Tree};
use crate::naming::{Convention, Identifier, Scope, pascal_case};
use crate::openapi::{PathSegment, SegmentKind, split, without_namespace};
use crate::source::{Finding, Pointer};

/// What a node of the path tree is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PathName {
    /// The name of its struct.
    pub(super) identifier: Identifier,
    /// The method of its parent that leads to it.
    pub(super) method: Identifier,
    /// The names of the method's arguments, and what they are.
    pub(super) arguments: Vec<(Identifier, OptionType)>,
}

/// Names all nodes but the root.
pub(super) fn name_paths(
    api: &Api,
    areas: &Areas,
    pins: &Pins,
    preferences: &Preferences,
    findings: &mut Vec<Finding>,
) -> BTreeMap<NodeId, PathName> {
    let mut named: BTreeMap<NodeId, PathName> = BTreeMap::new();
    let mut builders: HashMap<&str, Scope> = HashMap::new();
    let top_of = |node: NodeId| {
        let area = areas.of_node(node).and_then(|id| areas.get(id));
        area.map_or("", |area| &area.segment)
    };
    // What was decided before comes first.
    let mut pinned: HashMap<NodeId, (Identifier, &PathPin)> = HashMap::new();
    if !pins.is_empty() {
        for (id, _) in api.tree.nodes() {
            let path = api.tree.path(id);
            let Some(pin) = pins.path(&path) else {
                continue;
            };
            let scope = builder_scope(&mut builders, top_of(id));
            match scope.claim(Convention::Type, &pin.builder) {
                Ok(identifier) => {
                    pinned.insert(id, (identifier, pin));
                }
                Err(error) => findings.push(refused(&at_path(&path), &pin.builder, &error)),
            }
        }
    }
    for (_, node) in api.tree.nodes() {
        let mut methods = Scope::with_reserved(&["clone", "fmt", "new"]);
        for operation in node
            .operations
            .iter()
            .filter_map(|index| api.operations.get(*index))
        {
            methods.mint(Convention::Value, [operation.method.key()]);
        }
        // Methods whose names were decided come first; then names that carry a meaning of their own,
        // before those derived from one with a sigil: `content` keeps its name beside `$value`.
        let mut children: Vec<(bool, bool, NodeId)> = node
            .children
            .iter()
            .map(|child| {
                let segment = api.tree.node(*child).and_then(|node| node.segment.as_ref());
                let is_derived = segment.is_some_and(|segment| {
                    segment.text.starts_with('$') || segment.kind != SegmentKind::Name
                });
                let is_free = !pinned.contains_key(child)
                    && (preferences.renames.is_empty()
                        || preferences.method_name(&api.tree.path(*child)).is_none());
                (is_free, is_derived, *child)
            })
            .collect();
        children.sort_by_key(|(is_free, is_derived, _)| (*is_free, *is_derived));
        for (_, _, child) in children {
            let child_node = api.tree.node(child);
            let Some(segment) = child_node.and_then(|node| node.segment.as_ref()) else {
                continue;
            };
            let mut wanted = None;
            if !preferences.renames.is_empty() {
                wanted = preferences.method_name(&api.tree.path(child));
            }
            let wanted = wanted.or_else(|| pinned.get(&child).map(|(_, pin)| pin.method.as_str()));
            let name = method_name(segment);
            let alternative = format!("path {name}");
            let claimed = wanted.and_then(|wanted| {
                methods
                    .claim(Convention::Value, wanted)
                    .map_err(|error| {
                        let path = api.tree.path(child);
                        findings.push(refused(&at_path(&path), wanted, &error));
                    })
                    .ok()
            });
            let method = claimed.unwrap_or_else(|| {
                methods.mint(Convention::Value, [name.as_str(), alternative.as_str()])
            });
            let mut arguments = Scope::new();
            let pinned_types = pinned.get(&child).map(|(_, pin)| pin.arguments.iter());
            let mut pinned_types = pinned_types.into_iter().flatten();
            let arguments = segment
                .typed_parameters()
                .map(|(parameter, own)| {
                    let name = arguments.mint(Convention::Value, [parameter]);
                    (name, pinned_types.next().copied().unwrap_or(own))
                })
                .collect();
            let identifier = match pinned.get(&child) {
                Some((identifier, _)) => identifier.clone(),
                None => {
                    let top = top_of(child);
                    let builder = builder_name(&api.tree, child, top);
                    builder_scope(&mut builders, top).mint(Convention::Type, [builder.as_str()])
                }
            };
            named.insert(
                child,
                PathName {
                    identifier,
                    method,
                    arguments,
                },
            );
        }
    }
    named
}

fn builder_scope<'s, 'a>(scopes: &'s mut HashMap<&'a str, Scope>, top: &'a str) -> &'s mut Scope {
    scopes
        .entry(top)
        .or_insert_with(|| Scope::with_reserved(&PRELUDE))
}

fn at_path(path: &str) -> Pointer {
    Pointer::of(["paths", path])
}

/// The method that leads to a segment, named as in Microsoft's libraries.
fn method_name(segment: &PathSegment) -> String {
    match segment.kind {
        SegmentKind::Key => {
            let key = segment.parameters().next().unwrap_or_default();
            format!("by {key}")
        }
        // `$value` is called content there.
        SegmentKind::Name if segment.text == "$value" => "content".to_owned(),
        SegmentKind::Name => without_namespace(&segment.text).to_owned(),
        SegmentKind::Call | SegmentKind::Mixed => {
            let mut name = segment.bare_name().to_owned();
            for parameter in segment.parameters() {
                name.push_str(" with ");
                name.push_str(parameter);
            }
            name
        }
    }
}

/// The struct of a node: the names on its path, without the top-level segment, which is the
/// module.
fn builder_name(tree: &Tree, id: NodeId, top: &str) -> String {
    let segments = tree.segments(id);
    let skip =
        usize::from(segments.len() > 1 && segments.first().is_some_and(|first| first.text == top));
    let mut name = String::new();
    for segment in segments.into_iter().skip(skip) {
        name.push_str(&match segment.kind {
            SegmentKind::Key => "Item".to_owned(),
            _ => pascal_case(&method_name(segment)),
        });
        name.push(' ');
    }
    name
}

/// A path as a user writes it: the names of keys, a slash at the end and the namespace of bound
/// operations do not matter.
pub(super) fn normalised(path: &str) -> String {
    let (segments, _) = split(path.trim_matches('/'));
    let mut text = String::new();
    for segment in segments {
        text.push('/');
        let mut rest = without_namespace(segment);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            text.push_str("{}");
            rest = after.split_once('}').map_or("", |(_, tail)| tail);
        }
        text.push_str(rest);
    }
    text
}
