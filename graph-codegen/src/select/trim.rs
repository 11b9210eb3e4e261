//! The trimmed document: what was chosen, what that reaches, and nothing else.
//!
//! Only what stays is copied, so that a slice costs what the slice weighs. Trimming a trimmed document in the same way
//! gives the same document.

use std::collections::HashSet;

use super::closure::Closure;
use crate::openapi::{
    COMPONENT_KINDS, Held, METHODS, PATH_ITEM_KEYS, PLAN, Shape, TRIMMED, is_navigation,
    mapped_schema,
};
use crate::source::{Document, Mapping, Node, component_name};

/// What a navigation property that is left out keeps of itself, besides extensions.
const KEPT: [&str; 6] = [
    "title",
    "description",
    "readOnly",
    "writeOnly",
    "deprecated",
    "externalDocs",
];

/// A path item with the operations of it that were chosen.
pub(super) struct ChosenPath<'d> {
    pub(super) path: &'d str,
    pub(super) item: &'d Mapping,
    pub(super) methods: Vec<&'d str>,
}

impl ChosenPath<'_> {
    /// Whether an entry of the path item comes along.
    pub(super) fn keeps(&self, key: &str) -> bool {
        if METHODS.contains(&key) {
            self.methods.contains(&key)
        } else {
            PATH_ITEM_KEYS.contains(&key) || key.starts_with("x-")
        }
    }
}

pub(super) fn trim(document: &Document, chosen: &[ChosenPath<'_>], closure: &Closure<'_>) -> Node {
    let copy = Copy { closure };
    let mut root = Mapping::new();
    for (key, value) in document
        .root()
        .as_mapping()
        .into_iter()
        .flat_map(Mapping::iter)
    {
        let kept = match key {
            "paths" => Some(copy.paths(value, chosen)),
            "components" => copy.components(value),
            "tags" => used_tags(value, chosen),
            // What a whole document decided is written anew.
            PLAN => None,
            _ => Some(value.clone()),
        };
        if let Some(kept) = kept {
            root.push_distinct(key, kept);
        }
    }
    root.into()
}

fn used_tags(tags: &Node, chosen: &[ChosenPath<'_>]) -> Option<Node> {
    let used: HashSet<&str> = chosen
        .iter()
        .flat_map(|path| {
            path.methods
                .iter()
                .filter_map(|method| path.item.get(method)?.get("tags")?.as_sequence())
        })
        .flatten()
        .filter_map(Node::as_str)
        .collect();
    let kept: Vec<Node> = tags
        .as_sequence()?
        .iter()
        .filter(|tag| {
            tag.get("name")
                .and_then(Node::as_str)
                .is_some_and(|name| used.contains(name))
        })
        .cloned()
        .collect();
    (!kept.is_empty()).then_some(kept.into())
}

struct Copy<'c, 'd> {
    closure: &'c Closure<'d>,
}

impl Copy<'_, '_> {
    fn paths(&self, paths: &Node, chosen: &[ChosenPath<'_>]) -> Node {
        let mut kept = Mapping::with_capacity(chosen.len());
        for (key, value) in paths.as_mapping().into_iter().flat_map(Mapping::iter) {
            if key.starts_with("x-") {
                kept.push_distinct(key, value.clone());
            }
        }
        for path in chosen {
            let mut item = Mapping::with_capacity(path.item.len());
            for (key, value) in path.item.iter().filter(|(key, _)| path.keeps(key)) {
                item.push_distinct(key, self.entry(key, value, Shape::PathItem));
            }
            kept.push_distinct(path.path, item.into());
        }
        kept.into()
    }

    fn components(&self, components: &Node) -> Option<Node> {
        let mut kept = Mapping::new();
        for (key, value) in components.as_mapping()?.iter() {
            let Some((_, shape)) = COMPONENT_KINDS.iter().find(|(kind, _)| *kind == key) else {
                kept.push_distinct(key, value.clone());
                continue;
            };
            let mut kind = Mapping::new();
            for (number, (name, component)) in value
                .as_mapping()
                .into_iter()
                .flat_map(Mapping::iter)
                .enumerate()
            {
                if self.closure.has(*shape, number) {
                    kind.push_distinct(name, self.node(component, *shape));
                }
            }
            if !kind.is_empty() {
                kept.push_distinct(key, kind.into());
            }
        }
        (!kept.is_empty()).then_some(kept.into())
    }

    fn node(&self, node: &Node, shape: Shape) -> Node {
        let Some(mapping) = node
            .as_mapping()
            .filter(|mapping| !mapping.contains_key("$ref"))
        else {
            return node.clone();
        };
        let mut kept = Mapping::with_capacity(mapping.len());
        for (key, value) in mapping.iter() {
            if shape == Shape::Schema && key == "discriminator" {
                if let Some(discriminator) = self.discriminator(value) {
                    kept.push_distinct(key, discriminator);
                }
            } else {
                kept.push_distinct(key, self.entry(key, value, shape));
            }
        }
        kept.into()
    }

    fn entry(&self, key: &str, value: &Node, shape: Shape) -> Node {
        match shape.child(key) {
            None => value.clone(),
            Some((Held::One, child)) => self.node(value, child),
            Some((Held::List, child)) => match value {
                Node::Sequence(items) => {
                    Node::Sequence(items.iter().map(|item| self.node(item, child)).collect())
                }
                other => other.clone(),
            },
            Some((held @ (Held::Map | Held::MapWithExtensions), child)) => match value {
                Node::Mapping(mapping) => self.map(mapping, held, child),
                other => other.clone(),
            },
        }
    }

    fn map(&self, mapping: &Mapping, held: Held, shape: Shape) -> Node {
        let mut kept = Mapping::with_capacity(mapping.len());
        for (name, item) in mapping.iter() {
            let copy = if held == Held::MapWithExtensions && name.starts_with("x-") {
                item.clone()
            } else if shape == Shape::Schema && is_navigation(item) {
                self.navigation(item)
            } else {
                self.node(item, shape)
            };
            kept.push_distinct(name, copy);
        }
        kept.into()
    }

    /// A navigation property: as it is when its type is in the slice, else untyped, with the type as a note.
    fn navigation(&self, property: &Node) -> Node {
        let missing = self.closure.missing_targets(property);
        let Some(mapping) = property.as_mapping().filter(|_| !missing.is_empty()) else {
            return self.node(property, Shape::Schema);
        };
        let mut kept = Mapping::with_capacity(5);
        for (key, value) in mapping.iter() {
            let extension =
                key.starts_with("x-") && key != "x-ms-navigationProperty" && key != TRIMMED;
            if extension || KEPT.contains(&key) {
                kept.push_distinct(key, value.clone());
            }
        }
        let object = Node::from("object");
        if mapping.get("type").and_then(Node::as_str) == Some("array") {
            kept.push_distinct("type", "array".into());
            kept.push_distinct("items", Mapping::from_iter([("type", object)]).into());
        } else {
            kept.push_distinct("type", object);
            kept.push_distinct("nullable", true.into());
        }
        kept.push_distinct("x-ms-navigationProperty", true.into());
        kept.push_distinct(TRIMMED, target_name(&missing).into());
        kept.into()
    }

    /// A discriminator with what its mapping names in the slice; none when that is nothing.
    fn discriminator(&self, discriminator: &Node) -> Option<Node> {
        let Some(mapping) = discriminator.get("mapping").and_then(Node::as_mapping) else {
            return Some(discriminator.clone());
        };
        let mut cut = Mapping::new();
        for (value, entry) in mapping.iter() {
            if mapped_schema(entry).is_some_and(|name| self.closure.has_schema(&name)) {
                cut.push_distinct(value, entry.clone());
            }
        }
        if cut.is_empty() {
            // What names nothing at all says as much as it did.
            let is_somewhere = |entry| {
                let name = mapped_schema(entry);
                name.is_some_and(|name| {
                    self.closure.components.find(Shape::Schema, &name).is_some()
                })
            };
            let names_something = mapping.iter().any(|(_, entry)| is_somewhere(entry));
            return (!names_something).then(|| discriminator.clone());
        }
        let mut kept = Mapping::new();
        for (key, value) in discriminator
            .as_mapping()?
            .iter()
            .filter(|(key, _)| *key != "mapping")
        {
            kept.push_distinct(key, value.clone());
        }
        kept.push_distinct("mapping", cut.into());
        Some(kept.into())
    }
}

/// The names of types that references lead to, as the note and the report give them.
pub(super) fn target_name(references: &[&str]) -> String {
    let names: Vec<_> = references
        .iter()
        .map(|reference| component_name(reference, "schemas").unwrap_or((*reference).into()))
        .collect();
    names.join(", ")
}
