//! Which components the chosen operations reach.

use std::collections::HashMap;

use super::near::{did_you_mean, nearest};
use super::selection::{Descendants, Navigation};
use crate::openapi::{
    COMPONENT_KINDS, Components, Level, Shape, Step, TRIMMED, Visit, Walk, Way, mapped_schema,
    pointer, targets,
};
use crate::source::{Finding, Mapping, Node, component_name};

/// For how many wrong references similar names are suggested.
const SUGGESTED_FOR: usize = 20;

/// The components that are reached so far, and what was met on the way.
///
/// What is still to be walked along waits in a list: chains of references may be as long as the document.
pub(super) struct Closure<'d> {
    pub(super) components: Components<'d>,
    pub(super) findings: Vec<Finding>,
    pub(super) navigation_left_out: Vec<NavigationProperty<'d>>,
    pub(super) families: Vec<Family>,
    navigation: Navigation,
    descendants: Descendants,
    /// By kind, then by number.
    reached: Vec<(Shape, Vec<bool>)>,
    declared: Vec<bool>,
    queue: Vec<(Shape, usize)>,
    newly_declared: Vec<usize>,
    /// Navigation properties, by number, that stay untyped until this schema is reached.
    waiting: HashMap<usize, Vec<usize>>,
    /// Navigation properties, by number, that are to be looked at.
    ready: Vec<usize>,
}

/// A navigation property that is not followed. It stays typed when its targets are reached for other reasons, and then
/// they are declared types like any other.
pub(super) struct NavigationProperty<'d> {
    pub(super) schema: String,
    pub(super) property: &'d str,
    pub(super) node: &'d Node,
    targets: Vec<Option<usize>>,
}

/// A declared type with its descendants.
pub(super) struct Family {
    pub(super) name: String,
    pub(super) members: Vec<usize>,
}

impl<'d> Closure<'d> {
    pub(super) fn new(
        components: Components<'d>,
        navigation: Navigation,
        descendants: Descendants,
    ) -> Self {
        let reached = COMPONENT_KINDS
            .iter()
            .map(|(_, shape)| (*shape, vec![false; components.count(*shape)]))
            .collect();
        let declared = vec![false; components.count(Shape::Schema)];
        Self {
            components,
            findings: Vec::new(),
            navigation_left_out: Vec::new(),
            families: Vec::new(),
            navigation,
            descendants,
            reached,
            declared,
            queue: Vec::new(),
            newly_declared: Vec::new(),
            waiting: HashMap::new(),
            ready: Vec::new(),
        }
    }

    /// Walks along one entry of a path item.
    pub(super) fn path_item_entry(
        &mut self,
        path: &'d str,
        item: &'d Mapping,
        key: &'d str,
        value: &'d Node,
    ) {
        let way = vec![Step::Key("paths"), Step::Key(path)];
        let mut walk = Walk { way, visit: self };
        walk.entry(item, key, value, Shape::PathItem, Level::Inner);
    }

    /// Reaches a schema as if a property had it as its type.
    pub(super) fn declare(&mut self, schema: usize) {
        self.reach(Shape::Schema, schema);
        if let Some(declared) = self.declared.get_mut(schema)
            && !std::mem::replace(declared, true)
        {
            self.newly_declared.push(schema);
        }
    }

    /// Follows everything until nothing new comes.
    pub(super) fn complete(&mut self) {
        loop {
            if let Some((shape, number)) = self.queue.pop() {
                self.component(shape, number);
            } else if let Some(schema) = self.newly_declared.pop() {
                self.family(schema);
            } else if let Some(property) = self.ready.pop() {
                self.look_at_navigation(property);
            } else {
                return;
            }
        }
    }

    /// Declares the targets of a navigation property when all of them are reached, else waits for the next of them.
    fn look_at_navigation(&mut self, number: usize) {
        let Some(property) = self.navigation_left_out.get(number) else {
            return;
        };
        let missing = property
            .targets
            .iter()
            .find(|target| !target.is_some_and(|one| self.has(Shape::Schema, one)));
        match missing {
            Some(Some(schema)) => self.waiting.entry(*schema).or_default().push(number),
            // It does not exist, and will not.
            Some(None) => {}
            None => {
                for schema in property.targets.clone().into_iter().flatten() {
                    self.declare(schema);
                }
            }
        }
    }

    fn component(&mut self, shape: Shape, number: usize) {
        let (Some((name, node)), Some(kind)) =
            (self.components.get(shape, number), shape.component_kind())
        else {
            return;
        };
        let way = vec![Step::Key("components"), Step::Key(kind), Step::Key(name)];
        Walk { way, visit: self }.node(node, shape, Level::Component);
    }

    fn family(&mut self, schema: usize) {
        let members = self.components.descendants(schema);
        if let Some((name, _)) = self.components.get(Shape::Schema, schema) {
            self.meet(name.to_owned(), members);
        }
    }

    /// Takes a family in, or not, and notes it.
    fn meet(&mut self, name: String, members: Vec<usize>) {
        if members.is_empty() {
            return;
        }
        if self.descendants.take(members.len()) {
            for member in &members {
                self.declare(*member);
            }
        } else {
            self.families.push(Family { name, members });
        }
    }

    fn reach(&mut self, shape: Shape, number: usize) {
        if let Some((_, reached)) = self.reached.iter_mut().find(|(kind, _)| *kind == shape)
            && let Some(reached) = reached.get_mut(number)
            && !std::mem::replace(reached, true)
        {
            self.queue.push((shape, number));
            if shape == Shape::Schema {
                self.ready
                    .extend(self.waiting.remove(&number).into_iter().flatten());
            }
        }
    }

    /// Whether a component is reached, by its number.
    pub(super) fn has(&self, shape: Shape, number: usize) -> bool {
        self.reached
            .iter()
            .find(|(kind, _)| *kind == shape)
            .and_then(|(_, reached)| reached.get(number))
            .copied()
            .unwrap_or_default()
    }

    /// Whether a schema is reached, by its name.
    pub(super) fn has_schema(&self, name: &str) -> bool {
        self.components
            .find(Shape::Schema, name)
            .is_some_and(|number| self.has(Shape::Schema, number))
    }

    /// How many schemas are reached.
    pub(super) fn count_schemas(&self) -> usize {
        self.reached
            .iter()
            .filter(|(shape, _)| *shape == Shape::Schema)
            .flat_map(|(_, reached)| reached)
            .filter(|reached| **reached)
            .count()
    }

    /// The targets of a navigation property that keep it from being typed: none when it stays typed.
    pub(super) fn missing_targets<'p>(&self, property: &'p Node) -> Vec<&'p str> {
        if self.navigation == Navigation::All {
            return Vec::new();
        }
        targets(property)
            .into_iter()
            .filter(|reference| {
                !component_name(reference, "schemas").is_some_and(|name| self.has_schema(&name))
            })
            .collect()
    }

    fn refuse(&mut self, way: &Way<'d>, shape: Shape, reference: &'d Node) {
        let at = pointer(way);
        let Some(kind) = shape.component_kind() else {
            let what = if shape == Shape::PathItem {
                "path item"
            } else {
                "part of the document"
            };
            let message =
                format!("found a `$ref` in place of a {what}, expected the {what} itself");
            self.findings
                .push(Finding::error(at, message).with_help("write out what it refers to"));
            return;
        };
        let Some(text) = reference.as_str() else {
            let message = format!("found {} as `$ref`, expected text", reference.kind());
            self.findings.push(Finding::error(at, message));
            return;
        };
        let finding = if !text.starts_with('#') {
            Finding::error(
                at,
                format!("found a reference to another document, `{text}`, expected `#/components/{kind}/...`"),
            )
            .with_help("bundle the documents into one before reading it; nothing is loaded from files or addresses")
        } else if let Some(name) = component_name(text, kind) {
            let finding = Finding::error(
                at,
                format!("found a reference to `{text}`, which does not exist"),
            );
            // Looking for similar names takes long among thousands; the first few show what is wrong.
            let near = if self.findings.len() < SUGGESTED_FOR {
                nearest(&name, self.components.names(shape))
            } else {
                Vec::new()
            };
            match did_you_mean(&near) {
                Some(help) => finding.with_help(help),
                None => finding,
            }
        } else {
            Finding::error(
                at,
                format!("found a reference to `{text}`, expected `#/components/{kind}/NAME`"),
            )
        };
        self.findings.push(finding);
    }
}

impl<'d> Visit<'d> for Closure<'d> {
    fn reference(&mut self, way: &Way<'d>, shape: Shape, reference: &'d Node, level: Level) {
        let number = reference
            .as_str()
            .zip(shape.component_kind())
            .and_then(|(text, kind)| component_name(text, kind))
            .and_then(|name| self.components.find(shape, &name));
        match number {
            None => self.refuse(way, shape, reference),
            Some(schema) if shape == Shape::Schema && level != Level::Ancestry => {
                self.declare(schema);
            }
            Some(number) => self.reach(shape, number),
        }
    }

    fn navigation(&mut self, way: &Way<'d>, property: &'d Node) -> bool {
        if self.navigation == Navigation::Used || property.get(TRIMMED).is_some() {
            let schema = match way {
                [
                    Step::Key("components"),
                    Step::Key("schemas"),
                    Step::Key(name),
                    ..,
                ] => (*name).to_owned(),
                _ => pointer(way.split_last().map_or(way, |(_, parent)| parent)).to_string(),
            };
            if let Some(Step::Key(name)) = way.last() {
                let targets = targets(property)
                    .into_iter()
                    .map(|reference| {
                        self.components
                            .find(Shape::Schema, &component_name(reference, "schemas")?)
                    })
                    .collect();
                self.ready.push(self.navigation_left_out.len());
                self.navigation_left_out.push(NavigationProperty {
                    schema,
                    property: name,
                    node: property,
                    targets,
                });
            }
        }
        self.navigation == Navigation::All
    }

    fn discriminator(
        &mut self,
        way: &Way<'d>,
        mapping: &'d Mapping,
        level: Level,
        alternatives: bool,
    ) {
        for (value, entry) in mapping.iter() {
            let known =
                mapped_schema(entry).and_then(|name| self.components.find(Shape::Schema, &name));
            if known.is_none() {
                let mut at = pointer(way);
                at.push(value);
                let shown = entry.as_str().unwrap_or(entry.kind());
                self.findings.push(Finding::warning(
                    at,
                    format!("found a discriminator mapping to `{shown}`, which does not exist; it is left out"),
                ));
            }
        }
        if level == Level::Inner && !alternatives {
            let members = self.components.mapped(mapping);
            self.meet(pointer(way).to_string(), members);
        }
    }
}
