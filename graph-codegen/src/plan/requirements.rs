//! What operations ask of their callers: a constant for each that differs.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use fnv::FnvHasher;

use super::surface::{OperationConstants, RequirementSet, Requirements};
use crate::ir::{AllOf, Caller, Method, Operation, Scheme};
use crate::naming::{Convention, Identifier, Scope};

/// How many letters of a permission go into a name.
const LONGEST_PREFIX: usize = 60;

/// The constants by what they say.
///
/// A name follows from what its constant says and from nothing else, so that it stays whatever is
/// generated beside it: the least privileged permission, and a digest that tells it from others.
#[derive(Default)]
pub(super) struct RequirementSets(BTreeMap<Requirements, Identifier>);

/// What an operation asks of its caller.
pub(super) fn requirements(operation: &Operation) -> Requirements {
    Requirements {
        permissions: operation.permissions.clone(),
        roles: operation.roles.clone(),
        clouds: operation.clouds.clone(),
    }
}

impl RequirementSets {
    /// Names what the operations of the whole document ask for.
    pub(super) fn of(operations: &[Operation]) -> Self {
        let all: BTreeSet<Requirements> = operations
            .iter()
            .map(requirements)
            .filter(|one| !one.is_empty())
            .collect();
        let mut scope = Scope::new();
        let named = all.into_iter().map(|one| {
            let (words, digest) = (words(&one), digest(&one));
            // Two that share the short digest are told apart by the long one.
            let names = [
                format!("{words} {:06x}", digest & 0x00ff_ffff),
                format!("{words} {digest:016x}"),
            ];
            let identifier = scope.mint(Convention::Constant, names.iter().map(String::as_str));
            (one, identifier)
        });
        Self(named.collect())
    }

    /// The constants of an operation with this method, when something is known of what it asks.
    pub(super) fn constants(
        &self,
        method: Method,
        requirements: &Requirements,
    ) -> Option<OperationConstants> {
        Some(OperationConstants {
            operation: Scope::new().mint(Convention::Constant, [method.key()]),
            requirements: self.0.get(requirements)?.clone(),
        })
    }

    /// Those that operations of a slice have, by name.
    pub(super) fn of_slice(&self, operations: &[&Operation]) -> Vec<RequirementSet> {
        let used: BTreeSet<Requirements> = operations.iter().map(|one| requirements(one)).collect();
        let mut sets: Vec<RequirementSet> = used
            .into_iter()
            .filter_map(|requirements| {
                Some(RequirementSet {
                    identifier: self.0.get(&requirements)?.clone(),
                    requirements,
                })
            })
            .collect();
        sets.sort_by(|one, other| one.identifier.cmp(&other.identifier));
        sets
    }
}

/// The least privileged permission, by which people know the constant.
fn words(requirements: &Requirements) -> String {
    let permissions = requirements.permissions.as_ref();
    let least = permissions.and_then(|permissions| {
        let mut callers = Caller::ALL.into_iter();
        callers.find_map(|caller| permissions.of(caller).alternatives().next())
    });
    match least {
        Some(AllOf(names)) => names.join(" and ").chars().take(LONGEST_PREFIX).collect(),
        None if permissions.is_some() => "unsupported".to_owned(),
        None if requirements.roles.is_empty() => "clouds".to_owned(),
        None => "roles".to_owned(),
    }
}

/// A digest that is the same everywhere. Each part ends with a character that no name has, so that
/// what differs reads differently.
fn digest(requirements: &Requirements) -> u64 {
    let mut hasher = FnvHasher::default();
    let mut part = |text: &str| {
        hasher.write(text.as_bytes());
        hasher.write(b"\n");
    };
    for caller in Caller::ALL {
        part(caller.key());
        match requirements.permissions.as_ref().map(|one| one.of(caller)) {
            None => part("none"),
            Some(Scheme::Unknown) => part("unknown"),
            Some(Scheme::Unsupported) => part("unsupported"),
            Some(Scheme::Supported { least, higher }) => {
                for (key, alternatives) in [("least", least), ("higher", higher)] {
                    part(key);
                    for AllOf(names) in alternatives {
                        part(&names.join("\t"));
                    }
                }
            }
        }
    }
    part("roles");
    for role in &requirements.roles {
        part(role);
    }
    part("clouds");
    for cloud in &requirements.clouds {
        part(cloud.title());
    }
    hasher.finish()
}
