//! The paths of a document as a tree.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use crate::openapi::PathSegment;

/// The number of a node in a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NodeId(pub usize);

/// Paths that begin alike share their first nodes.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    by_segment: HashMap<(NodeId, String), NodeId>,
}

/// A path, or the beginning of one.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    /// The last segment; none at the root.
    pub segment: Option<PathSegment>,
    /// The node that this one continues.
    pub parent: Option<NodeId>,
    /// The nodes that continue this one, in the order of the document.
    pub children: Vec<NodeId>,
    /// The operations here, as indices of [`Api::operations`](super::Api::operations).
    pub operations: Vec<usize>,
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.nodes.serialize(serializer)
    }
}

impl Default for Tree {
    fn default() -> Self {
        let root = Node {
            segment: None,
            parent: None,
            children: Vec::new(),
            operations: Vec::new(),
        };
        Self {
            nodes: vec![root],
            by_segment: HashMap::new(),
        }
    }
}

impl Tree {
    /// The node that every path begins at.
    pub const ROOT: NodeId = NodeId(0);

    /// The node for a path, which is made where it is missing.
    pub(crate) fn insert(&mut self, segments: Vec<PathSegment>) -> NodeId {
        let mut node = Self::ROOT;
        for segment in segments {
            let key = (node, segment.text.clone());
            node = if let Some(child) = self.by_segment.get(&key).copied() {
                if let Some(known) = self
                    .nodes
                    .get_mut(child.0)
                    .and_then(|node| node.segment.as_mut())
                {
                    known.agree_with(&segment);
                }
                child
            } else {
                let child = NodeId(self.nodes.len());
                self.nodes.push(Node {
                    segment: Some(segment),
                    parent: Some(node),
                    children: Vec::new(),
                    operations: Vec::new(),
                });
                if let Some(parent) = self.nodes.get_mut(node.0) {
                    parent.children.push(child);
                }
                self.by_segment.insert(key, child);
                child
            };
        }
        node
    }

    pub(crate) fn add_operation(&mut self, node: NodeId, operation: usize) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            node.operations.push(operation);
        }
    }

    /// The node with this number.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)
    }

    /// The nodes with their numbers; a node comes after its parent.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (NodeId(index), node))
    }

    /// The path template that leads to a node.
    pub fn path(&self, id: NodeId) -> String {
        let mut path = String::new();
        for segment in self.segments(id) {
            path.push('/');
            path.push_str(&segment.text);
        }
        path
    }

    /// The segments from the root to a node.
    pub fn segments(&self, id: NodeId) -> Vec<&PathSegment> {
        let mut segments = Vec::new();
        let mut next = Some(id);
        while let Some(node) = next.and_then(|id| self.node(id)) {
            segments.extend(&node.segment);
            next = node.parent;
        }
        segments.reverse();
        segments
    }
}
