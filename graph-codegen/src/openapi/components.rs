//! The components of a document by number, and the families of its schemas.

use std::collections::HashMap;

use super::shape::{COMPONENT_KINDS, Shape, mapped_schema};
use crate::source::{Document, Mapping, Node, Pointer, component_name};

/// The components that references lead to.
pub(crate) struct Components<'d> {
    kinds: Vec<Kind<'d>>,
    /// The schemas that name a schema as their parent, by its number.
    children: Vec<Vec<usize>>,
}

struct Kind<'d> {
    shape: Shape,
    entries: Vec<(&'d str, &'d Node)>,
    index: HashMap<&'d str, usize>,
}

impl<'d> Components<'d> {
    pub(crate) fn of(document: &'d Document) -> Self {
        let kinds: Vec<Kind<'d>> = COMPONENT_KINDS
            .iter()
            .map(|(kind, shape)| {
                let entries: Vec<_> = document
                    .components(kind)
                    .into_iter()
                    .flat_map(Mapping::iter)
                    .collect();
                let index = entries
                    .iter()
                    .enumerate()
                    .map(|(number, (name, _))| (*name, number))
                    .collect();
                Kind {
                    shape: *shape,
                    entries,
                    index,
                }
            })
            .collect();
        let mut components = Self {
            kinds,
            children: Vec::new(),
        };
        components.children = components.find_children();
        components
    }

    fn kind(&self, shape: Shape) -> Option<&Kind<'d>> {
        self.kinds.iter().find(|kind| kind.shape == shape)
    }

    /// The number of a component.
    pub(crate) fn find(&self, shape: Shape, name: &str) -> Option<usize> {
        self.kind(shape)?.index.get(name).copied()
    }

    /// The schema with this name.
    pub(crate) fn schema(&self, name: &str) -> Option<&'d Node> {
        let number = self.find(Shape::Schema, name)?;
        Some(self.get(Shape::Schema, number)?.1)
    }

    /// Follows `$ref`s until something else is found. Ends on a cycle, too: no chain of references
    /// is longer than there are components.
    pub(crate) fn resolve(
        &self,
        shape: Shape,
        node: &'d Node,
        pointer: &Pointer,
    ) -> (&'d Node, Pointer) {
        let (mut node, mut pointer) = (node, pointer.clone());
        let Some(kind) = shape.component_kind() else {
            return (node, pointer);
        };
        for _ in 0..=self.count(shape) {
            let target = node
                .get("$ref")
                .and_then(Node::as_str)
                .and_then(|text| component_name(text, kind))
                .and_then(|name| self.get(shape, self.find(shape, &name)?));
            match target {
                Some((name, target)) => {
                    (node, pointer) = (target, Pointer::of(["components", kind, name]));
                }
                None => break,
            }
        }
        (node, pointer)
    }

    /// Name and node of a component.
    pub(crate) fn get(&self, shape: Shape, number: usize) -> Option<(&'d str, &'d Node)> {
        self.kind(shape)?.entries.get(number).copied()
    }

    /// How many components of a kind there are.
    pub(crate) fn count(&self, shape: Shape) -> usize {
        self.kind(shape).map_or(0, |kind| kind.entries.len())
    }

    /// The names of all components of a kind.
    pub(crate) fn names(&self, shape: Shape) -> impl Iterator<Item = &'d str> {
        self.kind(shape)
            .into_iter()
            .flat_map(|kind| kind.entries.iter().map(|(name, _)| *name))
    }

    fn find_children(&self) -> Vec<Vec<usize>> {
        let schemas = self
            .kind(Shape::Schema)
            .map_or(&[][..], |kind| &kind.entries);
        let mut children = vec![Vec::new(); schemas.len()];
        for (number, (_, schema)) in schemas.iter().enumerate() {
            for part in schema
                .get("allOf")
                .and_then(Node::as_sequence)
                .unwrap_or_default()
            {
                let parent = part
                    .get("$ref")
                    .and_then(Node::as_str)
                    .and_then(|reference| component_name(reference, "schemas"))
                    .and_then(|name| self.find(Shape::Schema, &name))
                    .and_then(|parent| children.get_mut(parent));
                if let Some(siblings) = parent {
                    siblings.push(number);
                }
            }
        }
        children
    }

    /// The descendants of a schema: those that its discriminator names, and its children, theirs and so on.
    pub(crate) fn descendants(&self, schema: usize) -> Vec<usize> {
        let Some((_, node)) = self.get(Shape::Schema, schema) else {
            return Vec::new();
        };
        let mut seen = vec![false; self.children.len()];
        if let Some(own) = seen.get_mut(schema) {
            *own = true;
        }
        let parts = node
            .get("allOf")
            .and_then(Node::as_sequence)
            .unwrap_or_default();
        let mut queue: Vec<usize> = std::iter::once(node)
            .chain(parts)
            // Beside alternatives a discriminator tells these apart, not descendants.
            .filter(|part| part.get("oneOf").is_none() && part.get("anyOf").is_none())
            .filter_map(|part| part.get("discriminator")?.get("mapping")?.as_mapping())
            .flat_map(|mapping| self.mapped(mapping))
            .collect();
        queue.extend(self.children.get(schema).into_iter().flatten());
        let mut descendants = Vec::new();
        while let Some(one) = queue.pop() {
            if let Some(seen) = seen.get_mut(one)
                && !std::mem::replace(seen, true)
            {
                descendants.push(one);
                queue.extend(self.children.get(one).into_iter().flatten());
            }
        }
        descendants.sort_unstable();
        descendants
    }

    /// The schemas that a discriminator mapping names and that exist.
    pub(crate) fn mapped(&self, mapping: &Mapping) -> Vec<usize> {
        mapping
            .values()
            .filter_map(|entry| self.find(Shape::Schema, &mapped_schema(entry)?))
            .collect()
    }
}
