//! Chooses operations, finds what they reach, and trims a specification to that.

mod closure;
mod near;
mod pattern;
mod report;
mod selection;
mod suggest;
#[cfg(test)]
mod tests;
mod trim;

pub use self::pattern::{Pattern, PatternError};
pub use self::report::{DescendantsLeftOut, NavigationLeftOut, TrimReport};
pub use self::selection::{Descendants, Navigation, Selection, SelectionError};
pub use crate::openapi::{METHODS, OperationRef, operations};

pub(crate) use self::near::{did_you_mean, nearest};

use std::collections::HashMap;

use self::closure::Closure;
use self::pattern::PathSegments;
use self::trim::{ChosenPath, target_name};
use crate::diagnostics::Diagnostics;
use crate::openapi::{
    COMPONENT_KINDS, Components, PATH_ITEM_KEYS, PathItem, Shape, TRIMMED, path_items,
    with_namespace, without_namespace,
};
use crate::source::{Document, Finding, Node, Pointer};

/// A slice of a document: the operations that were chosen, and the components that they reach.
pub struct Selected<'d> {
    document: &'d Document,
    chosen: Vec<ChosenPath<'d>>,
    /// The chosen paths by the path.
    by_path: HashMap<&'d str, usize>,
    closure: Closure<'d>,
    /// Which navigation properties were followed.
    pub navigation: Navigation,
    /// What was kept and what was left out.
    pub report: TrimReport,
    /// What is odd about the selection or about what it chose.
    pub warnings: Diagnostics,
}

impl<'d> Selected<'d> {
    fn path(&self, path: &str) -> Option<&ChosenPath<'d>> {
        self.chosen.get(*self.by_path.get(path)?)
    }

    /// The document with nothing but the slice. Its places are those of the text that was read.
    pub fn document(&self) -> Document {
        let root = trim::trim(self.document, &self.chosen, &self.closure);
        self.document.with_root(root)
    }

    /// Whether an operation is in the slice, by its path and its method in lower case.
    pub fn has_operation(&self, path: &str, method: &str) -> bool {
        self.path(path)
            .is_some_and(|chosen| chosen.methods.contains(&method))
    }

    /// Whether a component schema is in the slice.
    pub fn has_schema(&self, name: &str) -> bool {
        self.closure.has_schema(name)
    }

    /// Whether what is at this place belongs to the slice: the operations and components in it, and
    /// what is said of the document as a whole.
    pub(crate) fn concerns(&self, place: &Pointer) -> bool {
        let mut tokens = place.tokens();
        match (tokens.next(), tokens.next(), tokens.next()) {
            (Some("paths"), Some(path), key) => self
                .path(path)
                .is_some_and(|chosen| key.is_none_or(|key| chosen.keeps(key))),
            (Some("components"), Some(kind), Some(name)) => COMPONENT_KINDS
                .iter()
                .find(|(other, _)| *other == kind)
                .is_none_or(|(_, shape)| {
                    let number = self.closure.components.find(*shape, name);
                    number.is_some_and(|number| self.closure.has(*shape, number))
                }),
            _ => true,
        }
    }
}

/// Takes a slice out of a document.
///
/// # Errors
///
/// An include pattern matches nothing, a type does not exist, or what was chosen has references that lead nowhere or
/// out of the document.
pub fn select<'d>(
    document: &'d Document,
    selection: &Selection,
) -> Result<Selected<'d>, Diagnostics> {
    let mut choice = Choice::new(selection);
    choice.make(document);
    let Choice {
        chosen,
        total,
        included,
        excluded,
        mut findings,
        ..
    } = choice;
    findings.extend(suggest::unmatched(document, &selection.include, &included));
    for (pattern, _) in selection
        .exclude
        .iter()
        .zip(&excluded)
        .filter(|(_, matched)| !**matched)
    {
        findings.push(Finding::warning(
            Pointer::root(),
            format!("the exclude pattern `{pattern}` matches nothing that is included"),
        ));
    }

    let components = Components::of(document);
    let mut closure = Closure::new(components, selection.navigation, selection.descendants);
    for path in &chosen {
        for (key, value) in path.item.iter().filter(|(key, _)| path.keeps(key)) {
            closure.path_item_entry(path.path, path.item, key, value);
        }
    }
    for name in &selection.types {
        match find_type(&closure.components, name) {
            Ok(number) => closure.declare(number),
            Err(finding) => findings.push(finding),
        }
    }
    closure.complete();
    findings.append(&mut closure.findings);

    let diagnostics = document.diagnostics(findings);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let paths = chosen.iter().enumerate();
    Ok(Selected {
        by_path: paths.map(|(index, path)| (path.path, index)).collect(),
        navigation: selection.navigation,
        report: report(total, &chosen, &closure),
        warnings: diagnostics,
        document,
        chosen,
        closure,
    })
}

/// The operations that the patterns choose.
struct Choice<'d, 's> {
    selection: &'s Selection,
    chosen: Vec<ChosenPath<'d>>,
    total: usize,
    /// Which of the patterns matched anything.
    included: Vec<bool>,
    excluded: Vec<bool>,
    findings: Vec<Finding>,
}

impl<'d, 's> Choice<'d, 's> {
    fn new(selection: &'s Selection) -> Self {
        Self {
            selection,
            chosen: Vec::new(),
            total: 0,
            included: vec![false; selection.include.len()],
            excluded: vec![false; selection.exclude.len()],
            findings: Vec::new(),
        }
    }

    fn make(&mut self, document: &'d Document) {
        for PathItem { path, node: item } in path_items(document) {
            let segments = PathSegments::of(path);
            let matching = |patterns: &[Pattern]| -> Vec<usize> {
                let matches = patterns
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| one.matches_path(&segments));
                matches.map(|(number, _)| number).collect()
            };
            let include = matching(&self.selection.include);
            let exclude = if include.is_empty() {
                Vec::new()
            } else {
                matching(&self.selection.exclude)
            };
            self.path(path, item, &include, &exclude);
        }
    }

    fn path(&mut self, path: &'d str, item: &'d Node, include: &[usize], exclude: &[usize]) {
        let pointer = || Pointer::of(["paths", path]);
        let Some(mapping) = item
            .as_mapping()
            .filter(|mapping| !mapping.contains_key("$ref"))
        else {
            if !include.is_empty() {
                self.findings.push(refused_path_item(pointer(), item));
            }
            return;
        };
        let mut methods = Vec::new();
        for (method, operation) in mapping.iter().filter(|(key, _)| METHODS.contains(key)) {
            self.total += 1;
            let included = mark(&mut self.included, include, &self.selection.include, method);
            if !included || mark(&mut self.excluded, exclude, &self.selection.exclude, method) {
                continue;
            }
            if operation.as_mapping().is_none() {
                let message = format!(
                    "found {}, expected an operation: a mapping",
                    operation.kind()
                );
                self.findings
                    .push(Finding::error(pointer().child(method), message));
            }
            methods.push(method);
        }
        // A path without any operation is chosen, too, for what is said of its keys.
        let has_operations = mapping.keys().any(|key| METHODS.contains(&key));
        if methods.is_empty() && (has_operations || include.is_empty() || !exclude.is_empty()) {
            return;
        }
        for key in mapping.keys() {
            let known =
                METHODS.contains(&key) || PATH_ITEM_KEYS.contains(&key) || key.starts_with("x-");
            if !known {
                let message =
                    format!("found the key `{key}`, which a path item has not; it is left out");
                self.findings
                    .push(Finding::warning(pointer().child(key), message));
            }
        }
        if methods.is_empty() {
            return;
        }
        self.chosen.push(ChosenPath {
            path,
            item: mapping,
            methods,
        });
    }
}

/// Whether any of these patterns chooses the method; every one that does is marked.
fn mark(marks: &mut [bool], candidates: &[usize], patterns: &[Pattern], method: &str) -> bool {
    let mut any = false;
    for number in candidates {
        if let (Some(pattern), Some(mark)) = (patterns.get(*number), marks.get_mut(*number))
            && pattern.matches_method(method)
        {
            *mark = true;
            any = true;
        }
    }
    any
}

fn refused_path_item(pointer: Pointer, item: &Node) -> Finding {
    if item.get("$ref").is_some() {
        let message = "found a `$ref` in place of a path item, expected the path item itself";
        return Finding::error(pointer, message).with_help("write out what it refers to");
    }
    Finding::error(
        pointer,
        format!("found {}, expected a path item: a mapping", item.kind()),
    )
}

/// Finds a type by its full name, or by its name within `microsoft.graph`.
fn find_type(components: &Components<'_>, name: &str) -> Result<usize, Finding> {
    let full = with_namespace(name);
    if let Some(number) = components
        .find(Shape::Schema, name)
        .or_else(|| components.find(Shape::Schema, &full))
    {
        return Ok(number);
    }
    let names = components.names(Shape::Schema).map(without_namespace);
    let near = nearest(without_namespace(name), names);
    let finding = Finding::error(Pointer::root(), format!("the type `{name}` does not exist"));
    Err(match did_you_mean(&near) {
        Some(help) => finding.with_help(help),
        None => finding,
    })
}

fn report(operations_total: usize, chosen: &[ChosenPath<'_>], closure: &Closure<'_>) -> TrimReport {
    const NAMED: usize = 3;
    let mut navigation_left_out: Vec<NavigationLeftOut> = closure
        .navigation_left_out
        .iter()
        .filter_map(|one| {
            let target = match one.node.get(TRIMMED).and_then(Node::as_str) {
                Some(target) => target.to_owned(),
                None => target_name(&closure.missing_targets(one.node)),
            };
            (!target.is_empty()).then(|| NavigationLeftOut {
                schema: one.schema.clone(),
                property: one.property.to_owned(),
                target,
            })
        })
        .collect();
    navigation_left_out.sort();
    let mut descendants_left_out: Vec<DescendantsLeftOut> = closure
        .families
        .iter()
        .filter_map(|family| {
            let missing = family
                .members
                .iter()
                .filter(|member| !closure.has(Shape::Schema, **member));
            let names: Vec<&str> = missing
                .filter_map(|member| Some(closure.components.get(Shape::Schema, *member)?.0))
                .collect();
            (!names.is_empty()).then(|| DescendantsLeftOut {
                schema: family.name.clone(),
                count: names.len(),
                names: names.into_iter().take(NAMED).map(Into::into).collect(),
            })
        })
        .collect();
    descendants_left_out.sort();
    TrimReport {
        operations_total,
        operations_kept: chosen.iter().map(|path| path.methods.len()).sum(),
        schemas_total: closure.components.count(Shape::Schema),
        schemas_kept: closure.count_schemas(),
        navigation_left_out,
        descendants_left_out,
    }
}
