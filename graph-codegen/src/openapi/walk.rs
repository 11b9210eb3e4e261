//! Walks along the parts of a document that may hold references.

use super::schema::is_navigation;
use super::shape::{Held, Shape};
use crate::source::{Mapping, Node, Pointer};

/// A step on the way to a node, without a copy of its key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'d> {
    Key(&'d str),
    Index(usize),
}

/// The way to a node.
pub(crate) type Way<'d> = [Step<'d>];

/// The pointer of the node at the end of a way.
pub(crate) fn pointer(way: &Way<'_>) -> Pointer {
    let mut pointer = Pointer::root();
    for step in way {
        match step {
            Step::Key(key) => pointer.push(key),
            Step::Index(index) => pointer.push_index(*index),
        }
    }
    pointer
}

/// Where in a component schema a schema stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// It is the component.
    Component,
    /// It is an item of the component's `allOf`: an ancestor, or the component's own properties.
    Ancestry,
    /// It is the type of something.
    Inner,
}

/// What a walk finds. The way given with each is that of the node itself.
pub(crate) trait Visit<'d> {
    /// A `$ref`, in a place for objects of this kind.
    fn reference(&mut self, way: &Way<'d>, shape: Shape, reference: &'d Node, level: Level);

    /// A navigation property; what it holds is walked along when this says so.
    fn navigation(&mut self, way: &Way<'d>, property: &'d Node) -> bool;

    /// The mapping of a discriminator. With alternatives beside it (`oneOf`, `anyOf`) it says nothing new.
    fn discriminator(
        &mut self,
        way: &Way<'d>,
        mapping: &'d Mapping,
        level: Level,
        alternatives: bool,
    );
}

/// A walk; it calls itself once per level of the document, of which there are at most
/// [`MAX_DEPTH`](crate::source::MAX_DEPTH).
pub(crate) struct Walk<'d, 'v, V> {
    pub(crate) way: Vec<Step<'d>>,
    pub(crate) visit: &'v mut V,
}

impl<'d, V: Visit<'d>> Walk<'d, '_, V> {
    pub(crate) fn node(&mut self, node: &'d Node, shape: Shape, level: Level) {
        // What is no mapping here is malformed, which `misplaced` finds.
        let Some(mapping) = node.as_mapping() else {
            return;
        };
        if let Some(reference) = mapping.get("$ref") {
            self.way.push(Step::Key("$ref"));
            self.visit.reference(&self.way, shape, reference, level);
            self.way.pop();
            // 3.1 has other keywords beside a reference to a schema.
            if shape != Shape::Schema || mapping.len() == 1 {
                return;
            }
        }
        for (key, value) in mapping.iter() {
            self.entry(mapping, key, value, shape, level);
        }
    }

    /// One entry of an object.
    pub(crate) fn entry(
        &mut self,
        object: &'d Mapping,
        key: &'d str,
        value: &'d Node,
        shape: Shape,
        level: Level,
    ) {
        self.way.push(Step::Key(key));
        if shape == Shape::Schema && key == "discriminator" {
            if let Some(mapping) = value.get("mapping").and_then(Node::as_mapping) {
                let alternatives = object.contains_key("oneOf") || object.contains_key("anyOf");
                self.way.push(Step::Key("mapping"));
                self.visit
                    .discriminator(&self.way, mapping, level, alternatives);
                self.way.pop();
            }
        } else if let Some((held, child)) = shape.child(key) {
            let ancestry = key == "allOf" && level != Level::Inner;
            let level = if ancestry {
                Level::Ancestry
            } else {
                Level::Inner
            };
            self.held(value, held, child, level);
        }
        self.way.pop();
    }

    fn held(&mut self, value: &'d Node, held: Held, shape: Shape, level: Level) {
        match held {
            Held::One => self.node(value, shape, level),
            Held::List => {
                for (index, item) in value.as_sequence().unwrap_or_default().iter().enumerate() {
                    self.way.push(Step::Index(index));
                    self.node(item, shape, level);
                    self.way.pop();
                }
            }
            Held::Map | Held::MapWithExtensions => {
                for (name, item) in value.as_mapping().into_iter().flat_map(Mapping::iter) {
                    if held == Held::MapWithExtensions && name.starts_with("x-") {
                        continue;
                    }
                    self.way.push(Step::Key(name));
                    if shape != Shape::Schema
                        || !is_navigation(item)
                        || self.visit.navigation(&self.way, item)
                    {
                        self.node(item, shape, level);
                    }
                    self.way.pop();
                }
            }
        }
    }
}

/// The texts of the references to schemas within a navigation property.
pub(crate) fn targets(property: &Node) -> Vec<&str> {
    struct Targets<'d>(Vec<&'d str>);

    impl<'d> Visit<'d> for Targets<'d> {
        fn reference(&mut self, _: &Way<'d>, _: Shape, reference: &'d Node, _: Level) {
            self.0.extend(reference.as_str());
        }

        fn navigation(&mut self, _: &Way<'d>, _: &'d Node) -> bool {
            true
        }

        fn discriminator(&mut self, _: &Way<'d>, _: &'d Mapping, _: Level, _: bool) {}
    }

    let mut found = Targets(Vec::new());
    Walk {
        way: Vec::new(),
        visit: &mut found,
    }
    .node(property, Shape::Schema, Level::Inner);
    found.0
}
