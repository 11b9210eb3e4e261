//! The same slice of two descriptions.

use std::collections::HashSet;

use super::notes::is_trimmed;
use crate::openapi::{OperationRef, operations, unkeyed_path, with_namespace};
use crate::select::{Pattern, Selection};
use crate::source::Document;

/// What to take of each of two descriptions, so that one selection means the same of both.
///
/// A pattern or a type that only one of them has is left out of the selection of the other: what it
/// chooses was added, or removed. One that neither has stays in both, where it is an error. Of a
/// whole description that is held against a trimmed one, a selection of everything takes the
/// operations that the trimmed one has.
pub fn selections(old: &Document, new: &Document, selection: &Selection) -> (Selection, Selection) {
    if selection.include == [Pattern::everything()] && is_trimmed(old) != is_trimmed(new) {
        let of = |whole: &Document, trimmed: &Document| Selection {
            include: shared(whole, trimmed),
            ..selection.clone()
        };
        return if is_trimmed(old) {
            (selection.clone(), of(new, old))
        } else {
            (of(old, new), selection.clone())
        };
    }
    let (mut of_old, mut of_new) = (selection.clone(), selection.clone());
    let (in_old, in_new) = (
        matched(old, &selection.include),
        matched(new, &selection.include),
    );
    of_old.include = chosen(&selection.include, &in_old, &in_new);
    of_new.include = chosen(&selection.include, &in_new, &in_old);
    let known = |document: &Document| -> Vec<bool> {
        let schemas = document.components("schemas");
        let has = |name: &str| schemas.is_some_and(|schemas| schemas.get(name).is_some());
        let names = selection.types.iter();
        names
            .map(|name| has(name) || has(&with_namespace(name)))
            .collect()
    };
    let (in_old, in_new) = (known(old), known(new));
    of_old.types = chosen(&selection.types, &in_old, &in_new);
    of_new.types = chosen(&selection.types, &in_new, &in_old);
    (of_old, of_new)
}

/// Those that are here, and those that are nowhere.
fn chosen<T: Clone>(all: &[T], here: &[bool], there: &[bool]) -> Vec<T> {
    let known = all.iter().zip(here.iter().zip(there));
    known
        .filter(|(_, (here, there))| **here || !**there)
        .map(|(one, _)| one.clone())
        .collect()
}

/// Which patterns match an operation.
fn matched(document: &Document, patterns: &[Pattern]) -> Vec<bool> {
    let everything = Pattern::everything();
    let is_matched = |pattern: &Pattern| {
        *pattern == everything
            || operations(document).any(|one| pattern.matches(one.path, one.method))
    };
    patterns.iter().map(is_matched).collect()
}

/// A pattern for each operation of a whole description that a part has, too.
fn shared(whole: &Document, part: &Document) -> Vec<Pattern> {
    let key = |one: &OperationRef<'_>| (unkeyed_path(one.path), one.method.to_owned());
    let known: HashSet<(String, String)> = operations(part).map(|one| key(&one)).collect();
    let shared = operations(whole).filter(|one| known.contains(&key(one)));
    let patterns =
        shared.map(|one| Pattern::parse(&format!("{}#{}", one.path, one.method.to_uppercase())));
    patterns.filter_map(Result::ok).collect()
}
