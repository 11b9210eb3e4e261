//! The names of what navigation properties lead to: types without values, there in every slice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::pins::Pins;
use super::types::split_schema_name;
use crate::ir::{Api, Key, Type};
use crate::naming::{Convention, Identifier, Scope};

/// What a target is called and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TargetName {
    /// The modules below `models::targets`.
    pub(super) namespace: Vec<Identifier>,
    /// The name.
    pub(super) identifier: Identifier,
}

/// Names the targets of all navigation properties.
pub(super) fn name_targets(api: &Api, pins: &Pins) -> BTreeMap<Key, TargetName> {
    let mut schemas: BTreeSet<&Key> = BTreeSet::new();
    for kind in api.types.values() {
        if let Type::Object(object) = kind {
            let targets = object
                .properties
                .iter()
                .filter_map(|one| one.navigation.as_ref());
            schemas.extend(targets.map(|target| &target.schema));
        }
    }
    let mut scopes: HashMap<Vec<String>, Scope> = HashMap::new();
    let mut named = BTreeMap::new();
    for decided_before in [true, false] {
        for schema in &schemas {
            let pinned = pins.target(schema.as_str());
            if pinned.is_some() != decided_before {
                continue;
            }
            let (namespace, short) = split_schema_name(schema.as_str());
            let scope = scopes.entry(namespace.clone()).or_default();
            let identifier = pinned
                .and_then(|pinned| scope.claim(Convention::Type, pinned).ok())
                .unwrap_or_else(|| scope.mint(Convention::Type, [short]));
            // Parts are in snake case, and modules of targets hold nothing else.
            let namespace = namespace
                .iter()
                .map(|part| Scope::new().mint(Convention::File, [part.as_str()]))
                .collect();
            named.insert(
                (*schema).clone(),
                TargetName {
                    namespace,
                    identifier,
                },
            );
        }
    }
    named
}
