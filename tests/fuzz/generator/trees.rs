//! Changes to the tree of a description, each at a node of it.

use graph_codegen::source::{Mapping, Node, Pointer};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::texts::text;

/// A change at one node.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    kind: Kind,
    at: Index,
    other: Index,
    text: String,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The node goes.
    Delete,
    /// It is there twice: under another key, or as another item.
    Duplicate,
    /// It is as another node of the tree is.
    Copy,
    /// It is as a node of another description is.
    Graft,
    /// It is a scalar.
    Scalar,
    /// Its key is another one.
    Rename,
    /// It is a reference to another node, which may hold it.
    Refer,
    /// It is within another construct.
    Wrap,
    /// A key that means something to the generator is added.
    Add,
}

const KINDS: [Kind; 9] = [
    Kind::Delete,
    Kind::Duplicate,
    Kind::Copy,
    Kind::Graft,
    Kind::Scalar,
    Kind::Rename,
    Kind::Refer,
    Kind::Wrap,
    Kind::Add,
];

/// A few changes.
pub(crate) fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let mutation = (select(&KINDS[..]), any::<Index>(), any::<Index>(), text());
    let mutation = mutation.prop_map(|(kind, at, other, text)| Mutation {
        kind,
        at,
        other,
        text,
    });
    prop::collection::vec(mutation, 1..6)
}

/// The tree with the changes made, one after the other. `donor` is another description.
pub(crate) fn mutated(root: &Node, donor: &Node, mutations: &[Mutation]) -> Node {
    let mut root = root.clone();
    for mutation in mutations {
        mutation.make(&mut root, donor);
    }
    root
}

type Way = Vec<Step>;

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

impl Mutation {
    fn make(&self, root: &mut Node, donor: &Node) {
        let ways = ways(root);
        if ways.is_empty() {
            return;
        }
        let way = &ways[self.at.index(ways.len())];
        let other = || ways[self.other.index(ways.len())].clone();
        let Some((step, parent)) = way.split_last() else {
            return;
        };
        match self.kind {
            Kind::Delete => match (at_mut(root, parent), step) {
                (Some(Node::Mapping(entries)), Step::Key(key)) => drop(entries.remove(key)),
                (Some(Node::Sequence(items)), Step::Item(index)) => drop(items.remove(*index)),
                _ => {}
            },
            Kind::Duplicate => {
                let copy = at(root, way).cloned().unwrap_or_default();
                match at_mut(root, parent) {
                    Some(Node::Mapping(entries)) => drop(entries.insert(&*self.text, copy)),
                    Some(Node::Sequence(items)) => items.push(copy),
                    _ => {}
                }
            }
            Kind::Copy => {
                let copy = at(root, &other()).cloned().unwrap_or_default();
                put(root, way, copy);
            }
            Kind::Graft => {
                let ways = self::ways(donor);
                let from = &ways[self.other.index(ways.len())];
                put(root, way, at(donor, from).cloned().unwrap_or_default());
            }
            Kind::Scalar => put(root, way, self.scalar()),
            Kind::Rename => {
                if let (Some(Node::Mapping(entries)), Step::Key(key)) = (at_mut(root, parent), step)
                {
                    let renamed = |name: &str| -> Box<str> {
                        if name == key { &*self.text } else { name }.into()
                    };
                    *entries = entries
                        .iter()
                        .map(|(name, node)| (renamed(name), node.clone()))
                        .collect();
                }
            }
            Kind::Refer => {
                let tokens = other();
                let pointer = Pointer::of(
                    tokens
                        .iter()
                        .map(Step::token)
                        .collect::<Vec<_>>()
                        .iter()
                        .map(String::as_str),
                );
                put(root, way, one("$ref", Node::from(format!("#{pointer}"))));
            }
            Kind::Wrap => {
                let inner = at(root, way).cloned().unwrap_or_default();
                let items = || Node::Sequence(vec![inner.clone()]);
                let wrapped = match self.other.index(7) {
                    0 => one("allOf", items()),
                    1 => one("anyOf", items()),
                    2 => one("oneOf", items()),
                    3 => one("items", inner),
                    4 => one("additionalProperties", inner),
                    5 => one("properties", one(&self.text, inner)),
                    _ => items(),
                };
                put(root, way, wrapped);
            }
            Kind::Add => {
                const KEYS: [&str; 12] = [
                    "nullable",
                    "readOnly",
                    "required",
                    "format",
                    "type",
                    "enum",
                    "discriminator",
                    "deprecated",
                    "description",
                    "x-ms-navigationProperty",
                    "x-ms-enum-flags",
                    "maxLength",
                ];
                let key = KEYS[self.other.index(KEYS.len())];
                if let Some(Node::Mapping(entries)) = at_mut(root, way) {
                    entries.insert(key, self.scalar());
                }
            }
        }
    }

    fn scalar(&self) -> Node {
        match self.other.index(9) {
            0 => Node::Null,
            1 => Node::from(true),
            2 => Node::Integer(i64::MIN),
            3 => Node::Unsigned(u64::MAX),
            4 => Node::Float(f64::MIN_POSITIVE),
            5 => Node::Sequence(Vec::new()),
            6 => Node::from(Mapping::new()),
            _ => Node::from(&*self.text),
        }
    }
}

impl Step {
    fn token(&self) -> String {
        match self {
            Self::Key(key) => key.clone(),
            Self::Item(index) => index.to_string(),
        }
    }
}

fn one(key: &str, node: Node) -> Node {
    Node::from([(key, node)].into_iter().collect::<Mapping>())
}

/// The ways to all nodes below the root.
fn ways(root: &Node) -> Vec<Way> {
    let (mut found, mut way) = (Vec::new(), Way::new());
    collect(root, &mut way, &mut found);
    found
}

fn collect(node: &Node, way: &mut Way, found: &mut Vec<Way>) {
    let mut visit = |step, child| {
        way.push(step);
        found.push(way.clone());
        collect(child, way, found);
        way.pop();
    };
    match node {
        Node::Mapping(entries) => {
            for (key, child) in entries.iter() {
                visit(Step::Key(key.to_owned()), child);
            }
        }
        Node::Sequence(items) => {
            for (index, child) in items.iter().enumerate() {
                visit(Step::Item(index), child);
            }
        }
        _ => {}
    }
}

fn at<'n>(root: &'n Node, way: &[Step]) -> Option<&'n Node> {
    way.iter().try_fold(root, |node, step| match (node, step) {
        (Node::Mapping(entries), Step::Key(key)) => entries.get(key),
        (Node::Sequence(items), Step::Item(index)) => items.get(*index),
        _ => None,
    })
}

fn at_mut<'n>(root: &'n mut Node, way: &[Step]) -> Option<&'n mut Node> {
    way.iter().try_fold(root, |node, step| match (node, step) {
        (Node::Mapping(entries), Step::Key(key)) => entries.get_mut(key),
        (Node::Sequence(items), Step::Item(index)) => items.get_mut(*index),
        _ => None,
    })
}

fn put(root: &mut Node, way: &[Step], node: Node) {
    if let Some(place) = at_mut(root, way) {
        *place = node;
    }
}
