//! Help for paths that select nothing.

use std::collections::BTreeSet;

use jsonpath_rust::parser::model::{JpQuery, Segment, Selector};

use super::target::{Located, Target, locate, shown};
use crate::select::{did_you_mean, nearest};
use crate::source::{Finding, Node, Pointer};

/// At most so many keys are looked at for one that resembles another.
const LOOKED_AT: usize = 100_000;

/// An error that says how far the path leads, and what resembles its next step.
pub(super) fn finding(target: &Target, pointer: Pointer, root: &Node) -> Finding {
    let segments = &target.query.segments;
    let reached = (0..segments.len()).rev().find_map(|count| {
        let query = JpQuery::new(segments.get(..count)?.to_vec());
        let located = locate(&query, root);
        (!located.is_empty()).then(|| (located, segments.get(count)))
    });
    let message = format!("`{}` selects nothing", shown(&target.text));
    let Some((located, step)) = reached else {
        return Finding::error(pointer, message);
    };
    let finding = Finding::error(pointer, format!("{message}{}", beyond(&located, step)));
    match step.and_then(|step| resembling(&located, step)) {
        Some(help) => finding.with_help(help),
        None => finding,
    }
}

/// Where the path ends.
fn beyond(located: &[Located<'_>], step: Option<&Segment>) -> String {
    let Some(first) = located.first() else {
        return String::new();
    };
    let others = match located.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let missing = match step.map(names) {
        Some(names) if !names.is_empty() => format!("no {}", names.join(" or ")),
        _ => format!("nothing of that kind, but {}", contents(first.node)),
    };
    format!(": {}{others} has {missing}", first.path)
}

fn contents(node: &Node) -> String {
    match node {
        Node::Mapping(entries) => format!("{} keys", entries.len()),
        Node::Sequence(items) => format!("{} items", items.len()),
        other => other.kind().to_owned(),
    }
}

/// The keys that a step names, quoted.
fn names(step: &Segment) -> Vec<String> {
    wanted(step)
        .iter()
        .map(|name| format!("`{name}`"))
        .collect()
}

/// The keys that a step names.
fn wanted(step: &Segment) -> Vec<&str> {
    match step {
        Segment::Selector(selector) => name(selector).into_iter().collect(),
        Segment::Selectors(selectors) => selectors.iter().filter_map(name).collect(),
        Segment::Descendant(within) if !matches!(**within, Segment::Descendant(_)) => {
            wanted(within)
        }
        Segment::Descendant(_) => Vec::new(),
    }
}

/// Keys that resemble those that the step names.
fn resembling(located: &[Located<'_>], step: &Segment) -> Option<String> {
    let is_deep = matches!(step, Segment::Descendant(_));
    let mut keys = BTreeSet::new();
    for one in located {
        collect(one.node, is_deep, &mut keys);
    }
    let near: Vec<&str> = wanted(step)
        .into_iter()
        .flat_map(|name| nearest(name, keys.iter().copied()))
        .collect();
    did_you_mean(&near)
}

fn collect<'d>(node: &'d Node, is_deep: bool, keys: &mut BTreeSet<&'d str>) {
    if keys.len() >= LOOKED_AT {
        return;
    }
    match node {
        Node::Mapping(entries) => {
            keys.extend(entries.keys());
            if is_deep {
                for value in entries.values() {
                    collect(value, is_deep, keys);
                }
            }
        }
        Node::Sequence(items) if is_deep => {
            for item in items {
                collect(item, is_deep, keys);
            }
        }
        _ => {}
    }
}

fn name(selector: &Selector) -> Option<&str> {
    match selector {
        Selector::Name(name) => Some(name),
        _ => None,
    }
}
