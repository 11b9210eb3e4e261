//! Differences between real generations of Graph, against what the compiler sees of the crates that
//! are generated from them: no breaking change is missed.

use std::collections::BTreeMap;

use graph_codegen::diff::{Change, ChangeKind, Diff, Revision, Severity, compare, selections};
use graph_codegen::plan::surface::ItemKind;
use graph_codegen::{Document, Generated, Generator, Selection};
use public_api::PublicItem;
use public_api::diff::PublicApiDiff;

use super::crates::Crate;
use super::public_items::public_api;
use super::{selection, whole};

const SLICES: [&[&str]; 8] = [
    &["/users/{}/sendMail"],
    &["/oauth2PermissionGrants", "/oauth2PermissionGrants/{}"],
    &["/subscriptions", "/subscriptions/{}"],
    &["/security/alerts", "/security/alerts/{}"],
    &["/identityProviders/**"],
    &["/users/{}/messages/{}/attachments/**"],
    &["/users/{}/calendar/calendarPermissions/**"],
    &["/users/{}/todo/lists/delta()", "/users/{}/outlook/**"],
];

/// The name of the crates.
const NAME: &str = "changed";

#[test]
#[ignore = "takes minutes"]
fn no_breaking_change_is_missed() {
    let earlier = ["v1.0-2022-05.yaml", "v1.0-2024-03.yaml"].map(graph_tests::earlier_graph::text);
    let [Some(first), Some(second)] = earlier else {
        return;
    };
    let Some(third) = whole() else {
        return;
    };
    let [first, second] = [first, second].map(|(name, text)| Document::parse(name, text).unwrap());
    let mut alarms: BTreeMap<String, usize> = BTreeMap::new();
    for slice in SLICES {
        for (old, new) in [(&first, &second), (&second, third)] {
            let chosen = selection(slice, graph_codegen::Navigation::Used);
            let (of_old, of_new) = selections(old, new, &chosen);
            let (before, after) = (generated(old, of_old), generated(new, of_new));
            let diff = compare(
                Revision {
                    document: old,
                    surface: before.surface(),
                },
                Revision {
                    document: new,
                    surface: after.surface(),
                },
            );
            let before = public_api(&Crate::write(NAME, before));
            let after = public_api(&Crate::write(NAME, after));
            let compiled = PublicApiDiff::between(before, after);
            let missed = missed(&diff, &compiled);
            let named = format!("{slice:?} of {} and {}", old.name(), new.name());
            assert!(missed.is_empty(), "{named}: {missed:#?}");
            let counted = diff.summary().breaking;
            println!(
                "{named}: {} removed and {} changed for the compiler, breaking {counted}",
                compiled.removed.len(),
                compiled.changed.len()
            );
            for alarm in false_alarms(&diff, &compiled) {
                println!(
                    "  not seen by the compiler: {} {}",
                    alarm.path(),
                    alarm.effect
                );
                *alarms.entry(reason(alarm)).or_default() += 1;
            }
        }
    }
    println!("false alarms: {alarms:#?}");
    let known = ["features", "limits", "order of arguments"];
    let unknown = alarms.keys().find(|alarm| !known.contains(&alarm.as_str()));
    assert_eq!(unknown, None, "{alarms:#?}");
}

fn generated(document: &Document, selection: Selection) -> Generated {
    Generator::new(selection)
        .as_package()
        .generate(document, NAME)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Why the compiler does not see a change that is called breaking.
fn reason(change: &Change) -> String {
    match change.kind {
        ChangeKind::Gated => "features".to_owned(),
        _ if change.item == ItemKind::Feature => "features".to_owned(),
        ChangeKind::Limited => "limits".to_owned(),
        _ if change.effect.contains("changed places") => "order of arguments".to_owned(),
        kind => format!("{kind} {}", change.path()),
    }
}

/// What the compiler sees go or change, and no breaking change speaks of.
fn missed(diff: &Diff, compiled: &PublicApiDiff) -> Vec<String> {
    let paths = |wanted: &dyn Fn(&Change) -> bool| -> Vec<String> {
        let chosen = diff.changes.iter().filter(|change| wanted(change));
        let paths = chosen.flat_map(|change| {
            let own = std::iter::once(change.path().to_owned());
            own.chain(change.follows.iter().cloned())
        });
        paths.map(|path| format!("{NAME}::{path}")).collect()
    };
    let breaking = paths(&|change| change.severity == Severity::Breaking);
    // The names of arguments are no part of the type of a function.
    let renamed = paths(&|change| change.kind == ChangeKind::Renamed);
    let removed = compiled
        .removed
        .iter()
        .filter(|item| !is_explained(item, &breaking))
        .map(ToString::to_string);
    let changed = compiled
        .changed
        .iter()
        .filter(|changed| !is_explained(&changed.old, &breaking))
        .filter(|changed| !is_explained(&changed.old, &renamed))
        .map(|changed| format!("{} => {}", changed.old, changed.new));
    removed.chain(changed).collect()
}

/// Whether one of the paths is that of an item, of what it belongs to, or of a type that an
/// implementation is of; or for a module of something in it.
fn is_explained(item: &PublicItem, paths: &[String]) -> bool {
    let text = item.to_string();
    let named = own_paths(&text);
    let is_module = text.starts_with("pub mod ");
    named.iter().any(|named| {
        paths.iter().any(|path| {
            let within = |outer: &str, inner: &str| {
                inner
                    .strip_prefix(outer)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            };
            within(path, named) || is_module && within(named, path)
        })
    })
}

/// The paths within the crate that an item is known by: its own, or all of an implementation.
fn own_paths(text: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '#');
    let tokens = text.split(|letter| !is_part(letter));
    let own = tokens
        .map(|token| token.trim_end_matches(':'))
        .filter(|token| token.starts_with(&format!("{NAME}::")))
        .map(|token| token.replace("r#", ""));
    if text.starts_with("impl") {
        own.collect()
    } else {
        own.take(1).collect()
    }
}

/// The breaking changes of which the compiler sees nothing.
fn false_alarms<'d>(diff: &'d Diff, compiled: &PublicApiDiff) -> Vec<&'d Change> {
    let mut seen: Vec<String> = Vec::new();
    for item in &compiled.removed {
        seen.extend(own_paths(&item.to_string()));
    }
    for changed in &compiled.changed {
        seen.extend(own_paths(&changed.old.to_string()));
    }
    let breaking = diff
        .changes
        .iter()
        .filter(|change| change.severity == Severity::Breaking);
    breaking
        .filter(|change| {
            let path = format!("{NAME}::{}", change.path().replace("r#", ""));
            !seen.contains(&path)
        })
        .collect()
}
