//! What a whole document decided, as a part of it that was trimmed carries it along.
//!
//! The extension `x-graph-plan` at the root of a trimmed document holds those decisions that the part
//! alone would make otherwise. So it generates the same code, byte for byte, as the same selection
//! of the whole document. It is readable, and `specs/README.md` documents it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::areas::Division;
use super::decisions::{Decisions, TypeTraits};
use super::requests::OptionSet;
use crate::ir::{Api, Key, OptionType};
use crate::openapi::PLAN;
use crate::source::{Document, Finding, Node, Pointer};

/// Decisions that were made elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Pins {
    /// By the key of the type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    types: BTreeMap<String, TypePin>,
    /// By the path.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    paths: BTreeMap<String, PathPin>,
    /// The modules of namespaces, by their parts with dots between them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    namespaces: BTreeMap<String, String>,
    /// The names of what navigation properties lead to, by schema.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    targets: BTreeMap<String, String>,
    /// The names of request types, by their options.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    requests: BTreeMap<String, String>,
    /// The modules of path builders, by segment, or by segment and part.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    modules: BTreeMap<String, String>,
    /// How top-level segments are divided into features.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) features: BTreeMap<String, Division>,
}

/// What is pinned of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TypePin {
    /// The name of its struct or enum.
    name: String,
    /// Its file.
    file: String,
    /// The name of the enum of its family.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    any: Option<String>,
    #[serde(flatten)]
    traits: TypeTraits,
}

/// What is pinned of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PathPin {
    /// The struct of its builder.
    pub(super) builder: String,
    /// The method that leads to it.
    pub(super) method: String,
    /// What the method's arguments are.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(super) arguments: Vec<OptionType>,
}

impl Pins {
    /// What a document carries.
    pub(super) fn of(document: &Document, findings: &mut Vec<Finding>) -> Self {
        let Some(node) = document.root().get(PLAN) else {
            return Self::default();
        };
        let read = serde_json::to_value(node).and_then(serde_json::from_value);
        read.unwrap_or_else(|error| {
            findings.push(
                Finding::error(
                    Pointer::of([PLAN]),
                    format!("found what is no plan of a whole document: {error}"),
                )
                .with_help("trim the document anew, or remove the extension and take the names that the part leads to"),
            );
            Self::default()
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As a part of a document.
    pub(super) fn to_node(&self) -> Node {
        // Writing plain data and reading it back cannot fail.
        serde_json::to_value(self)
            .and_then(serde_json::from_value)
            .unwrap_or_default()
    }

    pub(super) fn name(&self, key: &Key) -> Option<&str> {
        self.types.get(key.as_str()).map(|pin| pin.name.as_str())
    }

    pub(super) fn file(&self, key: &Key) -> Option<&str> {
        self.types.get(key.as_str()).map(|pin| pin.file.as_str())
    }

    pub(super) fn any_name(&self, key: &Key) -> Option<&str> {
        self.types.get(key.as_str())?.any.as_deref()
    }

    pub(super) fn traits(&self, key: &Key) -> Option<TypeTraits> {
        self.types.get(key.as_str()).map(|pin| pin.traits.clone())
    }

    pub(super) fn path(&self, path: &str) -> Option<&PathPin> {
        self.paths.get(path)
    }

    pub(super) fn namespace(&self, name: &str) -> Option<&str> {
        self.namespaces.get(name).map(String::as_str)
    }

    pub(super) fn target(&self, schema: &str) -> Option<&str> {
        self.targets.get(schema).map(String::as_str)
    }

    pub(super) fn module(&self, key: &str) -> Option<&str> {
        self.modules.get(key).map(String::as_str)
    }

    pub(super) fn request(&self, options: &OptionSet) -> Option<&str> {
        self.requests.get(&options.key()).map(String::as_str)
    }

    /// Adds what `whole` decided otherwise than `part` did, about what is in the part. Whether that
    /// was anything.
    pub(super) fn add_differences(
        &mut self,
        whole: (&Api, &Decisions),
        part: (&Api, &Decisions),
    ) -> bool {
        let before = self.clone();
        let ((whole_api, whole), (part_api, part)) = (whole, part);
        for (key, own) in &part.types {
            if let Some(decided) = whole.types.get(key).filter(|decided| *decided != own) {
                let pin = TypePin {
                    name: decided.name.identifier.to_string(),
                    file: decided.name.module.to_string(),
                    any: decided.name.any.as_ref().map(ToString::to_string),
                    traits: decided.traits.clone(),
                };
                self.types.insert(key.as_str().to_owned(), pin);
            }
        }
        let decided_paths: BTreeMap<String, _> = whole
            .paths
            .iter()
            .map(|(id, name)| (whole_api.tree.path(*id), name))
            .collect();
        for (id, own) in &part.paths {
            let path = part_api.tree.path(*id);
            if let Some(decided) = decided_paths.get(&path).filter(|decided| **decided != own) {
                let pin = PathPin {
                    builder: decided.identifier.to_string(),
                    method: decided.method.to_string(),
                    arguments: decided.arguments.iter().map(|(_, kind)| *kind).collect(),
                };
                self.paths.insert(path, pin);
            }
        }
        for (schema, own) in &part.targets {
            if let Some(decided) = whole.targets.get(schema).filter(|decided| *decided != own) {
                let name = decided.identifier.to_string();
                self.targets.insert(schema.as_str().to_owned(), name);
            }
        }
        for (options, own) in &part.requests {
            if let Some(decided) = whole
                .requests
                .get(options)
                .filter(|decided| *decided != own)
            {
                self.requests.insert(options.key(), decided.to_string());
            }
        }
        for (pins, whole, part) in [
            (&mut self.modules, &whole.modules, &part.modules),
            (&mut self.namespaces, &whole.namespaces, &part.namespaces),
        ] {
            for (key, own) in part {
                if let Some(decided) = whole.get(key).filter(|decided| *decided != own) {
                    pins.insert(key.clone(), decided.to_string());
                }
            }
        }
        for (segment, own) in part.areas.divisions() {
            let decided = whole.areas.division(segment);
            if let Some(decided) = decided.filter(|decided| *decided != own) {
                self.features.insert(segment.to_owned(), decided.clone());
            }
        }
        *self != before
    }
}
