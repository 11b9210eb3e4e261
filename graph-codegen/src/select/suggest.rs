//! Help for patterns that match nothing.

use std::collections::BTreeSet;

use super::Pattern;
use super::near::{did_you_mean, nearest};
use super::pattern::{PathSegments, segments};
use crate::openapi::operations;
use crate::source::{Document, Finding, Pointer};

/// An error for each pattern that matched no operation.
pub(super) fn unmatched(
    document: &Document,
    patterns: &[Pattern],
    matched: &[bool],
) -> Vec<Finding> {
    patterns
        .iter()
        .zip(matched)
        .filter(|(_, matched)| !**matched)
        .map(|(pattern, _)| {
            let message = format!("the include pattern `{pattern}` matches no operation");
            let finding = Finding::error(Pointer::root(), message);
            match other_methods(document, pattern).or_else(|| similar_paths(document, pattern)) {
                Some(help) => finding.with_help(help),
                None => finding,
            }
        })
        .collect()
}

/// The path is right, the method is not.
fn other_methods(document: &Document, pattern: &Pattern) -> Option<String> {
    let mut methods = Vec::new();
    let mut found: Option<&str> = None;
    for operation in operations(document) {
        if found.is_some_and(|path| path != operation.path) {
            break;
        }
        if found.is_some() || pattern.matches_path(&PathSegments::of(operation.path)) {
            found = Some(operation.path);
            methods.push(operation.method);
        }
    }
    Some(format!("`{}` has only {}", found?, methods.join(", ")))
}

/// Paths that look alike, up to where the pattern leaves the rest open.
fn similar_paths(document: &Document, pattern: &Pattern) -> Option<String> {
    let (wanted, _) = segments(pattern.path_text());
    let fixed: Vec<&str> = wanted
        .into_iter()
        .take_while(|segment| *segment != "**")
        .collect();
    let beginnings = |count: usize| -> BTreeSet<String> {
        operations(document)
            .filter_map(|operation| {
                let (found, _) = segments(operation.path);
                Some(joined(found.get(..count)?))
            })
            .collect()
    };
    let wanted = joined(&fixed);
    let candidates = beginnings(fixed.len());
    let near = nearest(&wanted, candidates.iter().map(String::as_str));
    if !near.is_empty() {
        return did_you_mean(&near);
    }
    // The longest beginning that exists, and what comes after it.
    (1..fixed.len()).rev().find_map(|count| {
        let begin = format!("{}/", joined(fixed.get(..count)?));
        let candidates = beginnings(count + 1);
        let alike: Vec<&str> = candidates
            .iter()
            .map(String::as_str)
            .filter(|path| path.starts_with(&begin))
            .take(3)
            .collect();
        did_you_mean(&alike)
    })
}

/// Segments as a pattern would have them: the names of keys do not matter.
fn joined(segments: &[&str]) -> String {
    let mut text = String::new();
    for segment in segments {
        text.push('/');
        if segment.starts_with('{') && segment.ends_with('}') {
            text.push_str("{}");
        } else {
            text.push_str(segment);
        }
    }
    text
}
