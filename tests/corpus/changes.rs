//! Differences between real generations of Graph, against what the compiler sees of the crates that
//! are generated from them: no breaking change is missed.

use std::collections::BTreeMap;

use graph_codegen::diff::{Change, ChangeKind, Diff, Revision, Severity, compare};
use graph_codegen::plan::surface::ItemKind;
use graph_codegen::{Document, Generated, Generator, Navigation, Selection, Surface};
use public_api::diff::PublicApiDiff;
use public_api::{PublicApi, PublicItem};
use tempfile::NamedTempFile;

use super::crates::Crate;
use super::{selection, whole};

/// Small slices that each generation has.
const SLICES: [&[&str]; 7] = [
    &["/users/{}/sendMail"],
    &["/oauth2PermissionGrants", "/oauth2PermissionGrants/{}"],
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
    let generations = [&first, &second, third];
    let mut alarms: BTreeMap<String, usize> = BTreeMap::new();
    let mut all_missed = Vec::new();
    for slice in SLICES {
        let crates = generations.map(|document| compiled(document, slice));
        for ((old, new), (before, after)) in pairs(&generations).zip(pairs(&crates)) {
            let diff = compare(
                Revision {
                    document: old,
                    surface: &before.surface,
                },
                Revision {
                    document: new,
                    surface: &after.surface,
                },
            );
            let compiled = PublicApiDiff::between(before.public(), after.public());
            println!(
                "{slice:?} of {} and {}: {} removed and {} changed for the compiler; breaking {}",
                old.name(),
                new.name(),
                compiled.removed.len(),
                compiled.changed.len(),
                diff.summary().breaking
            );
            for missed in missed(&diff, &compiled) {
                println!("  missed: {missed}");
                all_missed.push(missed);
            }
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
    assert!(all_missed.is_empty(), "{all_missed:#?}");
    let known = ["features", "limits", "order of arguments"];
    let unknown = alarms.keys().find(|alarm| !known.contains(&alarm.as_str()));
    assert_eq!(unknown, None, "{alarms:#?}");
}

/// Each with the next.
fn pairs<T>(all: &[T; 3]) -> impl Iterator<Item = (&T, &T)> {
    let [first, second, third] = all;
    [(first, second), (second, third)].into_iter()
}

/// A slice as it is planned, and what rustdoc says of its crate.
struct Compiled {
    surface: Surface,
    documentation: NamedTempFile,
}

fn compiled(document: &Document, slice: &[&str]) -> Compiled {
    let generated = generated(document, selection(slice, Navigation::Used));
    let surface = generated.surface().clone();
    let made = Crate::write(NAME, generated);
    // The next crate of this name writes over it.
    let documentation = NamedTempFile::new().unwrap();
    std::fs::copy(made.documentation_json(), documentation.path()).unwrap();
    Compiled {
        surface,
        documentation,
    }
}

impl Compiled {
    /// The public items. Which types are `UnwindSafe` follows from the fields of other types, and is
    /// promised by none.
    fn public(&self) -> PublicApi {
        public_api::Builder::from_rustdoc_json(self.documentation.path())
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .build()
            .unwrap()
    }
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
