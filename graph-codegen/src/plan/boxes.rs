//! Which properties are behind a pointer: where a value would hold itself, and where it would be
//! large.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::decisions::Decisions;
use super::families::Form;
use super::slice::Slice;
use crate::ir::{Api, Key, Type, TypeRef};

/// A value larger than this goes behind a pointer: an object with a hundred properties inside
/// of another would be moved about on the stack with it.
const LARGEST_INLINE: usize = 256;

/// How a property of this type is held.
pub(super) struct Boxes<'a> {
    api: &'a Api,
    slice: &'a Slice<'a>,
    decisions: &'a Decisions,
    /// About how many bytes a value takes, without what it points to.
    sizes: HashMap<&'a Key, usize>,
    /// Objects that hold each other by value have the same number.
    circles: HashMap<&'a Key, usize>,
}

impl<'a> Boxes<'a> {
    pub(super) fn of(api: &'a Api, slice: &'a Slice<'a>, decisions: &'a Decisions) -> Self {
        let mut graph: DiGraph<&Key, ()> = DiGraph::new();
        let nodes: HashMap<&Key, NodeIndex> = slice
            .types
            .keys()
            .map(|key| (key, graph.add_node(key)))
            .collect();
        let mut boxes = Self {
            api,
            slice,
            decisions,
            sizes: HashMap::new(),
            circles: HashMap::new(),
        };
        for (key, node) in &nodes {
            let Some(object) = api.object(key) else {
                continue;
            };
            for one in api.properties(object) {
                if let Some(part) = boxes.held_by_value(&one.property.type_ref)
                    && let Some(part) = nodes.get(part)
                {
                    graph.update_edge(*node, *part, ());
                }
            }
        }
        // An object comes after those that it holds.
        for (number, circle) in kosaraju_scc(&graph).into_iter().enumerate() {
            let mut members: Vec<&Key> = circle
                .into_iter()
                .filter_map(|node| graph.node_weight(node).copied())
                .collect();
            for key in &members {
                boxes.circles.insert(key, number);
            }
            // What is held without a pointer has a later name, and its size first.
            members.sort_unstable_by(|one, other| other.cmp(one));
            for key in members {
                let size = boxes.size_of(key);
                boxes.sizes.insert(key, size);
            }
        }
        boxes
    }

    /// The object that a value of this type is, unless that is behind a pointer anyway.
    fn held_by_value(&self, type_ref: &TypeRef) -> Option<&'a Key> {
        let TypeRef::Named(key) = type_ref else {
            return None;
        };
        let (key, kind) = self
            .api
            .types
            .get_key_value(self.slice.representative(key))?;
        let is_struct = self
            .decisions
            .types
            .get(key)
            .is_none_or(|decided| decided.traits.form == Form::Struct);
        (matches!(kind, Type::Object(_)) && is_struct).then_some(key)
    }

    /// Whether a property of this type, in this object, is behind a pointer.
    pub(super) fn is_boxed(&self, owner: &Key, type_ref: &TypeRef) -> bool {
        let Some(part) = self.held_by_value(type_ref) else {
            return false;
        };
        let is_circle = self.circles.get(owner) == self.circles.get(part);
        is_circle
            || self
                .sizes
                .get(part)
                .is_some_and(|size| *size > LARGEST_INLINE)
    }

    fn size_of(&self, key: &Key) -> usize {
        let additional = size_of::<Vec<u8>>();
        let Some(object) = self.api.object(key) else {
            return additional;
        };
        let sizes = self.api.properties(object).into_iter().map(|one| {
            let type_ref = &one.property.type_ref;
            match type_ref {
                _ if one.property.navigation.is_some() => 8,
                _ if self.is_boxed(key, type_ref) => 8,
                TypeRef::Named(part) => match self.held_by_value(type_ref) {
                    Some(part) => self.sizes.get(part).copied().unwrap_or_default() + 8,
                    None => match self.api.types.get(part) {
                        Some(Type::Enumeration(_)) => 24,
                        _ => 16,
                    },
                },
                TypeRef::Boolean | TypeRef::Byte => 2,
                TypeRef::Int16 => 4,
                TypeRef::Int32 => 8,
                TypeRef::Int64
                | TypeRef::Double
                | TypeRef::DateTimeOffset
                | TypeRef::Date
                | TypeRef::TimeOfDay
                | TypeRef::Duration
                | TypeRef::Guid
                | TypeRef::Binary => 16,
                _ => 24,
            }
        });
        additional + sizes.sum::<usize>()
    }
}
