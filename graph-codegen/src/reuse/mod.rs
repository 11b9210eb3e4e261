//! Types of another module that take the place of a module's own.
//!
//! Two modules may have types for the same schemas: a slice in an application and `graph-client`, or
//! two slices side by side. Where a type of the other module is the same, a module may take it over,
//! so that a value of one can be given to the other.
//!
//! A type is the same when its schema, its fields, their types and their limits are, and so is every
//! type that it leads to. It may know more than the module's own: of types derived from it, and of
//! what navigation properties lead to. So nothing that the module offers gets lost.

mod parts;
mod record;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

pub use record::ModelRecord;

use crate::naming::Identifier;
use crate::openapi::without_namespace;
use crate::plan::Surface;
use crate::select::{did_you_mean, nearest};
use crate::source::{Finding, Pointer};
use parts::{Part, parts};

/// Where types are taken from.
#[derive(Clone, Debug)]
pub struct Reuse {
    from: ReusedModule,
    models: Arc<ModelRecord>,
    required: Vec<String>,
}

/// A module whose types are taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReusedModule {
    /// A module of the runtime crate, such as `v1`.
    Runtime(Identifier),
    /// The module of this name beside the one that takes the types.
    Sibling(Identifier),
}

impl fmt::Display for ReusedModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Runtime(module) => write!(f, "graph_client::{module}"),
            Self::Sibling(module) => write!(f, "{module}"),
        }
    }
}

/// Why a type is not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Difference {
    /// The other module does not have it.
    Missing,
    /// What both have is not the same.
    Other,
    /// The other knows fewer derived types, or less of what navigation properties lead to.
    Less,
    /// It leads to a type that is not taken over.
    LeadsTo(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is not there",
            Self::Other => "has other properties, types or limits there",
            Self::Less => {
                "knows fewer derived types there, or less of what navigation properties lead to"
            }
            Self::LeadsTo(_) => "leads to a type that is not the same there",
        })
    }
}

impl Reuse {
    /// Takes from a module what is the same there.
    pub fn new(from: ReusedModule, models: Arc<ModelRecord>) -> Self {
        Self {
            from,
            models,
            required: Vec::new(),
        }
    }

    /// Types that have to be taken over, as `microsoft.graph.user` or `user`; it is an error when one
    /// is not the same.
    #[must_use]
    pub fn requiring(mut self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.required = types.into_iter().map(Into::into).collect();
        self
    }

    /// The module that types are taken from.
    pub fn from(&self) -> &ReusedModule {
        &self.from
    }

    /// Marks what is taken over. Gives an error for each type that has to be and is not.
    pub(crate) fn mark(&self, surface: &mut Surface) -> Vec<Finding> {
        let parts = parts(surface);
        let differences = self.differences(&parts);
        let findings = self.refusals(surface, &differences);
        let is_same = |path: &str| parts.contains_key(path) && !differences.contains_key(path);
        for model in &mut surface.models {
            model.is_reused = is_same(&parts::model_path(model));
        }
        for target in &mut surface.targets {
            target.is_reused = is_same(&parts::target_path(&target.path));
        }
        findings
    }

    /// What is not taken over, each with the reason: what differs itself, and all that leads there.
    fn differences<'p>(&self, parts: &'p BTreeMap<String, Part>) -> HashMap<&'p str, Difference> {
        let mut differences = HashMap::new();
        let mut led_to_by: HashMap<&str, Vec<&str>> = HashMap::new();
        for (path, part) in parts {
            for to in &part.leads_to {
                led_to_by.entry(to).or_default().push(path);
            }
            if let Some(difference) = self.models.difference(path, part) {
                differences.insert(path.as_str(), difference);
            }
        }
        let mut work: Vec<&str> = differences.keys().copied().collect();
        // What is not in the list of parts is not generated, and should not be led to.
        work.extend(
            led_to_by
                .keys()
                .filter(|path| !parts.contains_key(**path))
                .copied(),
        );
        work.sort_unstable();
        while let Some(other) = work.pop() {
            for path in led_to_by.get(other).into_iter().flatten() {
                if !differences.contains_key(path) {
                    differences.insert(path, Difference::LeadsTo(other.to_owned()));
                    work.push(path);
                }
            }
        }
        differences
    }

    fn refusals(&self, surface: &Surface, differences: &HashMap<&str, Difference>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for wanted in &self.required {
            let is_meant = |title: &str| wanted == title || wanted == without_namespace(title);
            let Some(model) = surface.models.iter().find(|one| is_meant(&one.title)) else {
                let titles = surface
                    .models
                    .iter()
                    .map(|one| without_namespace(&one.title));
                let message = format!("the type `{wanted}` is not in this slice");
                let finding = Finding::error(Pointer::root(), message);
                findings.push(match did_you_mean(&nearest(wanted, titles)) {
                    Some(help) => finding.with_help(help),
                    None => finding,
                });
                continue;
            };
            let path = parts::model_path(model);
            let Some(mut difference) = differences.get(path.as_str()) else {
                continue;
            };
            let mut culprit = path.as_str();
            // Ends: a type was refused after the one that it leads to.
            while let Difference::LeadsTo(next) = difference
                && let Some(further) = differences.get(next.as_str())
            {
                (culprit, difference) = (next, further);
            }
            let why = if culprit == path {
                format!("it {difference}")
            } else {
                format!("it leads to `{culprit}`, which {difference}")
            };
            let message = format!("`{wanted}` cannot be the type of `{}`: {why}", self.from);
            findings.push(
                Finding::error(model.place.clone(), message).with_help(
                    "leave it out of `must_reuse`, and the module has a type of its own",
                ),
            );
        }
        findings
    }
}
