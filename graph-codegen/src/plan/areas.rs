//! The areas of an API: its top-level path segments, and the parts of those that are too large
//! to be taken whole. Each can be compiled without the others.

use std::collections::BTreeMap;

use super::pins::Pins;
use crate::ir::{Node, NodeId, Tree};
use crate::openapi::SegmentKind;

/// A segment with more operations than this has parts.
const LARGEST_WHOLE: usize = 100;

/// A part has at least this many operations; what has fewer belongs to the segment's base.
const SMALLEST_PART: usize = 10;

/// The number of an area in [`Areas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct AreaId(usize);

/// Paths that belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Area {
    /// The top-level segment.
    pub(super) segment: String,
    /// Which of its paths these are.
    pub(super) extent: Extent,
}

/// Which paths of a segment an area has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// All of them.
    Whole,
    /// The segment itself, its items, and what is too small for an area of its own.
    Base,
    /// Those that go on with this name.
    Part(String),
}

/// The parts of a top-level segment that are areas of their own; none when it is whole.
pub(super) type Division = Vec<String>;

/// What belongs to which area.
#[derive(Clone, Debug, Default)]
pub(super) struct Areas {
    list: Vec<Area>,
    divisions: BTreeMap<String, Division>,
    nodes: Vec<Option<Place>>,
}

/// Where a node is.
#[derive(Clone, Copy, Debug)]
struct Place {
    area: AreaId,
    passage: bool,
}

impl Areas {
    /// Divides the paths of a tree, as `pins` say where they do.
    pub(super) fn of(tree: &Tree, pins: &Pins) -> Self {
        let counts = count_operations(tree);
        let mut areas = Self {
            nodes: vec![None; counts.len()],
            ..Self::default()
        };
        for (segment, tops) in by_segment(tree, &[Tree::ROOT]) {
            let pinned = pins.features.get(segment);
            areas.add_segment(tree, &counts, segment, &tops, pinned);
        }
        // A node comes after its parent.
        for (id, node) in tree.nodes() {
            let inherited = node.parent.and_then(|parent| areas.place_of(parent));
            if let (Some(Place { area, .. }), None) = (inherited, areas.place_of(id)) {
                areas.place(&[id], area, false);
            }
        }
        areas
    }

    fn add_segment(
        &mut self,
        tree: &Tree,
        counts: &[usize],
        segment: &str,
        tops: &[NodeId],
        pinned: Option<&Division>,
    ) {
        let passages = passages(tree, tops);
        let parts: Vec<_> = by_segment(tree, &passages)
            .into_iter()
            .map(|(name, mut nodes)| {
                nodes.retain(|node| !passages.contains(node));
                (name, nodes)
            })
            .filter(|(name, nodes)| match pinned {
                Some(parts) => parts.iter().any(|part| part == name),
                None => total(counts, nodes) >= SMALLEST_PART,
            })
            .collect();
        let all = total(counts, tops);
        let in_parts: usize = parts.iter().map(|(_, nodes)| total(counts, nodes)).sum();
        let has_base = all > in_parts;
        let is_whole = match pinned {
            Some(parts) => parts.is_empty(),
            None => all <= LARGEST_WHOLE || parts.len() + usize::from(has_base) < 2,
        };
        // A part of a document may lack some of the parts that the whole one divided it into.
        let division = pinned.cloned().unwrap_or_else(|| {
            let names = parts.iter().map(|(name, _)| (*name).to_owned());
            if is_whole {
                Division::new()
            } else {
                names.collect()
            }
        });
        self.divisions.insert(segment.to_owned(), division);
        if is_whole {
            let whole = self.add(segment, Extent::Whole);
            self.place(tops, whole, false);
            return;
        }
        let mut home = has_base.then(|| self.add(segment, Extent::Base));
        for (name, nodes) in parts {
            let part = self.add(segment, Extent::Part(name.to_owned()));
            self.place(&nodes, part, false);
            home.get_or_insert(part);
        }
        if let Some(home) = home {
            self.place(&passages, home, true);
        }
    }

    fn add(&mut self, segment: &str, extent: Extent) -> AreaId {
        self.list.push(Area {
            segment: segment.to_owned(),
            extent,
        });
        AreaId(self.list.len() - 1)
    }

    fn place(&mut self, nodes: &[NodeId], area: AreaId, passage: bool) {
        for node in nodes {
            if let Some(place) = self.nodes.get_mut(node.0) {
                *place = Some(Place { area, passage });
            }
        }
    }

    fn place_of(&self, node: NodeId) -> Option<Place> {
        self.nodes.get(node.0).copied().flatten()
    }

    /// The areas with their numbers, the segments in the order of their names, each with its
    /// base before its parts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (AreaId, &Area)> {
        self.list
            .iter()
            .enumerate()
            .map(|(index, area)| (AreaId(index), area))
    }

    /// The areas of each segment.
    pub(super) fn segments(&self) -> Vec<Vec<AreaId>> {
        let mut segments: BTreeMap<&str, Vec<AreaId>> = BTreeMap::new();
        for (id, area) in self.iter() {
            segments.entry(&area.segment).or_default().push(id);
        }
        segments.into_values().collect()
    }

    /// The top-level segments, and how each is divided.
    pub(super) fn divisions(&self) -> impl Iterator<Item = (&str, &Division)> {
        let divisions = self.divisions.iter();
        divisions.map(|(segment, division)| (segment.as_str(), division))
    }

    /// The parts of a segment; none for one that is not there.
    pub(super) fn division(&self, segment: &str) -> Option<&Division> {
        self.divisions.get(segment)
    }

    /// The area with this number.
    pub(super) fn get(&self, id: AreaId) -> Option<&Area> {
        self.list.get(id.0)
    }

    /// The area of a path and of its operations; none for the root.
    pub(super) fn of_node(&self, node: NodeId) -> Option<AreaId> {
        Some(self.place_of(node)?.area)
    }

    /// Whether every area of the segment leads through this node: it is the segment, or an item
    /// of it, and the segment has parts.
    pub(super) fn is_passage(&self, node: NodeId) -> bool {
        self.place_of(node).is_some_and(|place| place.passage)
    }
}

/// The operations at and below each node.
fn count_operations(tree: &Tree) -> Vec<usize> {
    let mut counts: Vec<usize> = tree
        .nodes()
        .map(|(_, node)| node.operations.len())
        .collect();
    let parents: Vec<_> = tree.nodes().map(|(id, node)| (id, node.parent)).collect();
    for (id, parent) in parents.into_iter().rev() {
        let below = counts.get(id.0).copied().unwrap_or_default();
        if let Some(count) = parent.and_then(|parent| counts.get_mut(parent.0)) {
            *count += below;
        }
    }
    counts
}

fn total(counts: &[usize], nodes: &[NodeId]) -> usize {
    nodes.iter().filter_map(|node| counts.get(node.0)).sum()
}

/// The children of these nodes, by their names.
fn by_segment<'t>(tree: &'t Tree, parents: &[NodeId]) -> BTreeMap<&'t str, Vec<NodeId>> {
    let mut children: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    let parents = parents.iter().filter_map(|parent| tree.node(*parent));
    for child in parents.flat_map(|parent| &parent.children) {
        if let Some(node) = tree.node(*child) {
            children.entry(name(node)).or_default().push(*child);
        }
    }
    children
}

/// What groups the paths that go on with this node. A key at the top has no name to go by.
fn name(node: &Node) -> &str {
    node.segment
        .as_ref()
        .map_or("", |segment| match segment.kind {
            SegmentKind::Key | SegmentKind::Mixed => "item",
            SegmentKind::Name | SegmentKind::Call => segment.name(),
        })
}

/// The nodes of a segment, and its items.
fn passages(tree: &Tree, tops: &[NodeId]) -> Vec<NodeId> {
    let is_item = |id: &NodeId| {
        let segment = tree.node(*id).and_then(|node| node.segment.as_ref());
        segment.is_some_and(|segment| segment.kind == SegmentKind::Key)
    };
    let items = tops
        .iter()
        .filter_map(|top| tree.node(*top))
        .flat_map(|top| top.children.iter().copied().filter(is_item));
    tops.iter().copied().chain(items).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::PathSegment;

    /// A tree with so many operations at each path.
    fn tree(paths: &[(&str, usize)]) -> Tree {
        let mut tree = Tree::default();
        for (path, operations) in paths {
            let node = tree.insert(PathSegment::parse_path(path).unwrap());
            for operation in 0..*operations {
                tree.add_operation(node, operation);
            }
        }
        tree
    }

    /// Each path with its area.
    fn described(tree: &Tree) -> Vec<(String, String)> {
        let areas = Areas::of(tree, &Pins::default());
        tree.nodes()
            .filter(|(_, node)| !node.operations.is_empty())
            .map(|(id, _)| {
                let names: Vec<&str> = tree
                    .segments(id)
                    .iter()
                    .map(|segment| segment.text.as_str())
                    .collect();
                let area = areas.get(areas.of_node(id).unwrap()).unwrap();
                let extent = match &area.extent {
                    Extent::Whole => "",
                    Extent::Base => " base",
                    Extent::Part(name) => &format!(" {name}"),
                };
                let passage = if areas.is_passage(id) { " >" } else { "" };
                (
                    names.join("/"),
                    format!("{}{extent}{passage}", area.segment),
                )
            })
            .collect()
    }

    fn assert_areas(paths: &[(&str, usize, &str)]) {
        let counts: Vec<_> = paths
            .iter()
            .map(|(path, count, _)| (*path, *count))
            .collect();
        let expected: Vec<_> = paths
            .iter()
            .map(|(path, _, area)| (path[1..].to_owned(), (*area).to_owned()))
            .collect();
        assert_eq!(described(&tree(&counts)), expected);
    }

    #[test]
    fn a_small_segment_is_whole() {
        assert_areas(&[
            ("/users", 2, "users"),
            ("/users/{id}/messages", 98, "users"),
        ]);
    }

    #[test]
    fn a_large_segment_has_parts() {
        assert_areas(&[
            ("/me", 1, "me"),
            ("/users", 2, "users base >"),
            ("/users/{id}", 3, "users base >"),
            ("/users/{id}/photo", 9, "users base"),
            ("/users/{id}/messages", 5, "users messages"),
            (
                "/users/{id}/messages/{id2}/attachments",
                90,
                "users messages",
            ),
            // The same name below the segment itself, and below another key.
            ("/users/messages", 1, "users messages"),
            ("/users(mail='{mail}')", 1, "users base >"),
            ("/users(mail='{mail}')/messages", 1, "users messages"),
        ]);
    }

    #[test]
    fn a_large_segment_with_one_part_is_whole() {
        assert_areas(&[("/users", 101, "users"), ("/users/a", 9, "users")]);
        assert_areas(&[("/users/{id}/a", 101, "users")]);
    }

    #[test]
    fn there_is_a_base_where_it_has_operations() {
        assert_areas(&[("/users/a", 100, "users a"), ("/users/b", 10, "users b")]);
    }

    #[test]
    fn keys_at_the_top_are_together() {
        assert_areas(&[("/{a}", 1, "item"), ("/{b}/c", 1, "item")]);
    }
}
