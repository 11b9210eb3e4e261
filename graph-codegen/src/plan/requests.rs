//! Request types: one for each set of options that operations declare.

use std::collections::{BTreeMap, BTreeSet};

use super::pins::Pins;
use crate::ir::{Api, Operation, OptionType, Parameter, ParameterLocation};
use crate::naming::{Convention, Identifier, Scope};

/// An option, apart from its description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct OptionKey {
    pub(super) location: ParameterLocation,
    pub(super) name: String,
    pub(super) option_type: OptionType,
}

/// The options that a caller may leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OptionSet(pub(super) Vec<OptionKey>);

/// The options of every collection. Their set is called so.
const COLLECTION: [&str; 8] = [
    "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
];

impl OptionSet {
    /// The options of an operation that are no arguments.
    pub(super) fn of(operation: &Operation) -> Self {
        let optional = operation.parameters.iter().filter(|one| !one.required);
        let mut set: Vec<OptionKey> = optional.map(key).collect();
        set.sort_unstable();
        Self(set)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The set as text, which identifies it.
    pub(super) fn key(&self) -> String {
        let options: Vec<String> = self
            .0
            .iter()
            .map(|option| {
                let location = match option.location {
                    ParameterLocation::Query => "?",
                    ParameterLocation::Header => "",
                };
                format!("{location}{}: {:?}", option.name, option.option_type)
            })
            .collect();
        options.join(", ")
    }

    /// `SelectExpandRequest`; the options of every collection together are `Collection`.
    fn name(&self) -> String {
        let has = |name: &str| self.0.iter().any(|option| option.name == name);
        let is_collection = COLLECTION.iter().all(|name| has(name));
        let mut name = String::new();
        if is_collection {
            name.push_str("collection ");
        }
        for option in &self.0 {
            if !(is_collection && COLLECTION.contains(&option.name.as_str())) {
                name.push_str(&option.name);
                name.push(' ');
            }
        }
        name + "request"
    }
}

pub(super) fn key(parameter: &Parameter) -> OptionKey {
    OptionKey {
        location: parameter.location,
        name: parameter.name.clone(),
        option_type: parameter.option_type,
    }
}

/// Names the request types of all operations.
pub(super) fn name_requests(api: &Api, pins: &Pins) -> BTreeMap<OptionSet, Identifier> {
    let sets: BTreeSet<OptionSet> = api
        .operations
        .iter()
        .map(OptionSet::of)
        .filter(|set| !set.is_empty())
        .collect();
    let mut scope = Scope::new();
    let mut named = BTreeMap::new();
    for set in &sets {
        if let Some(pinned) = pins.request(set)
            && let Ok(identifier) = scope.claim(Convention::Type, pinned)
        {
            named.insert(set.clone(), identifier);
        }
    }
    for set in sets {
        let name = set.name();
        named
            .entry(set)
            .or_insert_with(|| scope.mint(Convention::Type, [name.as_str()]));
    }
    named
}
