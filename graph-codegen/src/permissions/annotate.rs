//! Giving operations the permissions that are published for them.

use std::collections::HashMap;

use serde::Serialize;

use super::PermissionTable;
use crate::ir::{AllOf, Api, Caller, Operation, Permissions, Scheme};
use crate::openapi::PERMISSIONS;
use crate::source::{Document, Finding, Mapping, Node};

/// Where the permissions of operations come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PermissionCounts {
    /// The operations whose description has permissions of its own.
    pub described: usize,
    /// Those that have the published ones.
    pub published: usize,
    /// Those of which neither says anything.
    pub unknown: usize,
}

impl std::fmt::Display for PermissionCounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "permissions: {} described, {} published, {} unknown",
            self.described, self.published, self.unknown
        )
    }
}

/// Gives operations their published permissions. What a description says itself stays, and where
/// the file says otherwise is a warning. Counts those that `counts` chooses.
pub(crate) fn annotate(
    table: &PermissionTable,
    api: &mut Api,
    counts: impl Fn(&Operation) -> bool,
) -> (PermissionCounts, Vec<Finding>) {
    let mut found = PermissionCounts::default();
    let mut findings = Vec::new();
    for operation in &mut api.operations {
        let published = table.permissions(operation.method, &operation.path);
        let count = match (&operation.permissions, &published) {
            (Some(_), _) => &mut found.described,
            (None, Some(_)) => &mut found.published,
            (None, None) => &mut found.unknown,
        };
        // Operations that were not chosen are annotated, too: names follow from all of them.
        if counts(operation) {
            *count += 1;
        }
        let Some(published) = published else {
            continue;
        };
        if let Some(own) = &operation.permissions {
            findings.extend(contradiction(table, operation, own, &published));
        }
        let own = operation.permissions.get_or_insert_default();
        for caller in Caller::ALL {
            let scheme = own.of_mut(caller);
            if *scheme == Scheme::Unknown {
                scheme.clone_from(published.of(caller));
            }
        }
    }
    (found, findings)
}

/// What the file says otherwise than the description.
fn contradiction(
    table: &PermissionTable,
    operation: &Operation,
    own: &Permissions,
    published: &Permissions,
) -> Option<Finding> {
    let differences: Vec<String> = Caller::ALL
        .into_iter()
        .filter_map(|caller| {
            let least = table.claimed_least(operation.method, &operation.path, caller);
            let difference = difference(own.of(caller), published.of(caller), &least)?;
            Some(format!("{}: {difference}", caller.key()))
        })
        .collect();
    if differences.is_empty() {
        return None;
    }
    let message = format!(
        "{} says otherwise of {}, and is passed over: {}",
        table.name(),
        operation.key(),
        differences.join("; ")
    );
    let finding = Finding::warning(operation.place.child(PERMISSIONS), message);
    Some(finding.with_help("look the operation up in its reference, and correct what is wrong"))
}

fn difference(own: &Scheme, published: &Scheme, claimed_least: &[&AllOf]) -> Option<String> {
    match (own, published) {
        (Scheme::Unknown, _)
        | (_, Scheme::Unknown)
        | (Scheme::Unsupported, Scheme::Unsupported) => None,
        (Scheme::Supported { .. }, Scheme::Unsupported) => Some("it is not supported".to_owned()),
        (Scheme::Unsupported, Scheme::Supported { .. }) => {
            Some(format!("it takes {}", listed(published.alternatives())))
        }
        (Scheme::Supported { least, .. }, Scheme::Supported { .. }) => {
            let same = |one: &AllOf, other: &AllOf| {
                let sorted = |AllOf(names): &AllOf| {
                    let mut names = names.clone();
                    names.sort_unstable();
                    names
                };
                sorted(one) == sorted(other)
            };
            let is_in =
                |one: &&AllOf, scheme: &Scheme| scheme.alternatives().any(|other| same(one, other));
            let missing = published.alternatives().filter(|one| !is_in(one, own));
            let missing = listed(missing);
            let extra = listed(own.alternatives().filter(|one| !is_in(one, published)));
            let mut parts = Vec::new();
            if !missing.is_empty() {
                parts.push(format!("it also takes {missing}"));
            }
            if !extra.is_empty() {
                parts.push(format!("it does not take {extra}"));
            }
            let is_claimed = |one: &AllOf| claimed_least.iter().any(|other| same(one, other));
            if !claimed_least.is_empty() && !least.iter().any(is_claimed) {
                let claimed = listed(claimed_least.iter().copied());
                parts.push(format!("the least privileged is {claimed}"));
            }
            (!parts.is_empty()).then(|| parts.join(", "))
        }
    }
}

fn listed<'a>(alternatives: impl Iterator<Item = &'a AllOf>) -> String {
    let names: Vec<String> = alternatives.map(|one| format!("`{one}`")).collect();
    names.join(", ")
}

/// Writes the permissions of operations into the description that these are of.
pub(crate) fn write_permissions(document: &mut Document, operations: &[Operation]) {
    let paths = document.root_mut().as_mapping_mut();
    let paths = paths.and_then(|root| root.get_mut("paths")?.as_mapping_mut());
    let by_path = operations.iter().filter_map(|one| {
        Some((
            (one.path.as_str(), one.method.key()),
            one.permissions.as_ref()?,
        ))
    });
    let by_path: HashMap<_, _> = by_path.collect();
    for (path, item) in paths.into_iter().flat_map(Mapping::iter_mut) {
        let item = item.as_mapping_mut().into_iter();
        for (method, operation) in item.flat_map(Mapping::iter_mut) {
            let permissions = by_path.get(&(path, method));
            let (Some(permissions), Some(operation)) = (permissions, operation.as_mapping_mut())
            else {
                continue;
            };
            // What is there stays as it is written.
            if let Some(own) = operation.get_mut(PERMISSIONS) {
                if let Some(own) = own.as_mapping_mut() {
                    add_schemes(own, permissions);
                }
                continue;
            }
            let mut extension = Mapping::new();
            add_schemes(&mut extension, permissions);
            operation.insert(PERMISSIONS, extension.into());
        }
    }
}

/// Adds the schemes that the extension does not have yet.
fn add_schemes(extension: &mut Mapping, permissions: &Permissions) {
    for caller in Caller::ALL {
        let scheme: Node = match permissions.of(caller) {
            Scheme::Unknown => continue,
            Scheme::Unsupported => "unsupported".into(),
            Scheme::Supported { least, higher } => {
                let lists = [("least", least), ("higher", higher)];
                let lists = lists.map(|(key, alternatives)| (key, list(alternatives)));
                Mapping::from_iter(lists).into()
            }
        };
        if !extension.contains_key(caller.key()) {
            extension.insert(caller.key(), scheme);
        }
    }
}

fn list(alternatives: &[AllOf]) -> Node {
    let text = |name: &String| Node::from(name.as_str());
    let items = alternatives
        .iter()
        .map(|AllOf(names)| match names.as_slice() {
            [only] => text(only),
            several => Node::Sequence(several.iter().map(text).collect()),
        });
    Node::Sequence(items.collect())
}
