//! What the whole of a document decides about its surface.
//!
//! A name must not depend on what else a user selects. So everything that items could decide among
//! themselves (who keeps a name that two want, whether a family is an enum, which paths make a
//! feature) is decided here, against all items of the document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::areas::Areas;
use super::directions::only_sent;
use super::families::{Families, Form};
use super::inline_groups::InlineGroups;
use super::modules::{Modules, name_modules};
use super::options::Preferences;
use super::paths::{PathName, name_paths};
use super::pins::Pins;
use super::requests::{OptionSet, name_requests};
use super::targets::{TargetName, name_targets};
use super::types::{TypeName, name_types};
use crate::ir::{Api, Key, NodeId, Object, Property, Type};
use crate::naming::Identifier;
use crate::select::Descendants;
use crate::source::Finding;

/// What was decided, by what it is about.
pub(super) struct Decisions {
    pub(super) types: BTreeMap<Key, TypeDecision>,
    /// By the parts of the namespace, with dots between them.
    pub(super) namespaces: Modules,
    pub(super) inline: InlineGroups,
    pub(super) paths: BTreeMap<NodeId, PathName>,
    pub(super) requests: BTreeMap<OptionSet, Identifier>,
    pub(super) targets: BTreeMap<Key, TargetName>,
    pub(super) modules: Modules,
    pub(super) areas: Areas,
    pub(super) findings: Vec<Finding>,
}

/// What was decided about a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeDecision {
    pub(super) name: TypeName,
    pub(super) traits: TypeTraits,
}

/// What was decided about a type besides its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypeTraits {
    /// What it is where it is declared.
    pub(super) form: Form,
    /// Whether it is only ever sent, so that what it requires is always there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) only_sent: bool,
    /// Whether so many descend from it that they do not come along with it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) large_family: bool,
    /// The properties that a descendant declares again with another type, so that they cannot be
    /// read without knowing which it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) declared_again: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // What serde calls.
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Default for TypeTraits {
    fn default() -> Self {
        Self {
            form: Form::Struct,
            only_sent: false,
            large_family: false,
            declared_again: Vec::new(),
        }
    }
}

/// The properties of an object that one of its descendants declares with another type.
fn declared_again(api: &Api, object: &Object) -> Vec<String> {
    if object.descendants.is_empty() {
        return Vec::new();
    }
    let lineage = api.lineage(object);
    let own: HashMap<&str, &Property> = lineage
        .iter()
        .rev()
        .flat_map(|ancestor| &ancestor.properties)
        .map(|property| (property.name.as_str(), property))
        .collect();
    let mut again: BTreeSet<&str> = BTreeSet::new();
    for descendant in object
        .descendants
        .iter()
        .filter_map(|one| api.object(&one.object))
    {
        for property in &descendant.properties {
            let differs = own.get(property.name.as_str()).is_some_and(|base| {
                base.type_ref != property.type_ref || base.navigation != property.navigation
            });
            if differs {
                again.insert(&property.name);
            }
        }
    }
    again.into_iter().map(str::to_owned).collect()
}

impl Decisions {
    /// Decides. What `pins` say was decided before, on a document that this one is a part of; what
    /// `preferences` say a user wants.
    pub(super) fn make(api: &Api, pins: &Pins, preferences: &Preferences) -> Self {
        let mut findings = Vec::new();
        let inline = InlineGroups::of(api);
        let families = Families::of(api);
        let only_sent = only_sent(api);
        let mut traits: BTreeMap<&Key, TypeTraits> = BTreeMap::new();
        for (key, kind) in &api.types {
            let own = match (pins.traits(key), kind) {
                (Some(pinned), _) => pinned,
                (None, Type::Object(object)) => TypeTraits {
                    form: families.form(object),
                    only_sent: only_sent.contains(key),
                    large_family: object.descendants.len() > Descendants::FEW,
                    declared_again: declared_again(api, object),
                },
                (None, _) => TypeTraits::default(),
            };
            traits.insert(key, own);
        }
        // Inline types that are the same are one: received when one of them is.
        for group in inline.groups() {
            let all_sent = group
                .iter()
                .all(|key| traits.get(key).is_none_or(|own| own.only_sent));
            for key in group {
                if let Some(own) = traits.get_mut(key) {
                    own.only_sent = all_sent;
                }
            }
        }
        preferences.choose_forms(api, &mut traits, &mut findings);
        let (names, namespaces) =
            name_types(api, &inline, &traits, pins, preferences, &mut findings);
        let areas = Areas::of(&api.tree, pins);
        let paths = name_paths(api, &areas, pins, preferences, &mut findings);
        let types = names
            .into_iter()
            .map(|(key, name)| {
                let traits = traits.get(&key).cloned().unwrap_or_default();
                (key, TypeDecision { name, traits })
            })
            .collect();
        Self {
            types,
            namespaces,
            inline,
            paths,
            requests: name_requests(api, pins),
            targets: name_targets(api, pins),
            modules: name_modules(&areas, pins),
            areas,
            findings,
        }
    }
}
