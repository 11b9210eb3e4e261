//! What several operations need together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::cover::{Clause, Cost, Number, Together, cover};
use super::{PermissionTable, UNKNOWN_LEVEL};
use crate::ir::{AllOf, Caller, Permissions, Scheme};

/// What operations need of a kind of caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needs {
    /// The kind of caller.
    pub scheme: Caller,
    /// The permissions that do for all that can be called, the least privileged first.
    pub permissions: Vec<Needed>,
    /// Whether no smaller set does, of permissions that some operation needs at least.
    pub smallest: bool,
    /// Fewer permissions that would do as well, and allow more than any operation needs at least.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fewer: Vec<Needed>,
    /// What each operation takes of them.
    pub operations: Vec<OperationNeeds>,
    /// The operations that this kind of caller cannot use, whatever it is granted.
    pub unsupported: Vec<String>,
    /// The operations of which nothing is known.
    pub unknown: Vec<String>,
}

/// A permission that is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needed {
    /// Its name.
    pub name: String,
    /// How privileged it is, from 1 (least) to 5, where that is known.
    pub level: Option<u8>,
}

/// What an operation takes of the permissions that are needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationNeeds {
    /// Method and path.
    pub operation: String,
    /// The permissions, all of them.
    pub permissions: Vec<String>,
}

/// Finds what operations need, each with its name and its permissions; levels are those of `table`.
///
/// Only permissions that are the least privileged of some operation are considered, so that nothing
/// is asked for that allows more than one of the operations needs in any case. Of these it is the
/// smallest set; of sets of the same size, that with the fewest permissions of the highest level;
/// then that which opens the fewest operations. Sets are compared exactly as long as that is
/// feasible, see [`Needs::smallest`].
pub fn needs<'o>(
    caller: Caller,
    operations: impl IntoIterator<Item = (String, Option<&'o Permissions>)>,
    table: Option<&PermissionTable>,
) -> Needs {
    let mut needs = Needs {
        scheme: caller,
        permissions: Vec::new(),
        smallest: true,
        fewer: Vec::new(),
        operations: Vec::new(),
        unsupported: Vec::new(),
        unknown: Vec::new(),
    };
    let mut callable: Vec<(String, &Scheme)> = Vec::new();
    for (operation, permissions) in operations {
        match permissions.map(|permissions| permissions.of(caller)) {
            Some(Scheme::Unsupported) => needs.unsupported.push(operation),
            Some(scheme) if scheme.alternatives().next().is_some() => {
                callable.push((operation, scheme));
            }
            _ => needs.unknown.push(operation),
        }
    }
    let schemes = callable.iter().map(|(_, scheme)| *scheme);
    let numbers = Numbers::of(caller, schemes.clone(), table);
    let least: BTreeSet<&String> = schemes
        .clone()
        .filter_map(|scheme| scheme.alternatives().next())
        .flat_map(|AllOf(names)| names)
        .collect();
    let is_least = |all: &AllOf| all.0.iter().all(|name| least.contains(name));
    let cost = |number: Number| numbers.costs.get(number).copied().unwrap_or_default();

    let found = cover(&numbers.clauses(schemes.clone(), is_least), &cost);
    needs.permissions = numbers.needed(&found.chosen);
    needs.smallest = found.is_smallest;
    let fewest = cover(&numbers.clauses(schemes, |_| true), &cost);
    if fewest.chosen.len() < found.chosen.len() {
        needs.fewer = numbers.needed(&fewest.chosen);
    }
    for (operation, scheme) in callable {
        let mut alternatives = scheme.alternatives();
        let taken = alternatives.find(|all| numbers.together(all).is_subset(&found.chosen));
        needs.operations.push(OperationNeeds {
            operation,
            permissions: taken.map(|AllOf(names)| names.clone()).unwrap_or_default(),
        });
    }
    needs
}

/// Permissions by number, in the order of their names.
struct Numbers<'o> {
    by_name: BTreeMap<&'o str, Number>,
    levels: Vec<Option<u8>>,
    costs: Vec<Cost>,
}

impl<'o> Numbers<'o> {
    fn of(
        caller: Caller,
        schemes: impl Iterator<Item = &'o Scheme>,
        table: Option<&PermissionTable>,
    ) -> Self {
        let names: BTreeSet<&str> = schemes
            .flat_map(Scheme::alternatives)
            .flat_map(|AllOf(names)| names.iter().map(String::as_str))
            .collect();
        let levels: Vec<Option<u8>> = names
            .iter()
            .map(|name| table.and_then(|table| table.level(name, caller)))
            .collect();
        let reaches = names
            .iter()
            .map(|name| table.map_or(0, |table| table.reach(name, caller)));
        let costs = levels.iter().zip(reaches);
        Self {
            costs: costs.map(|(level, reach)| cost(*level, reach)).collect(),
            levels,
            by_name: names.into_iter().zip(0..).collect(),
        }
    }

    fn together(&self, AllOf(names): &AllOf) -> Together {
        let numbers = names
            .iter()
            .filter_map(|name| self.by_name.get(name.as_str()));
        numbers.copied().collect()
    }

    fn clauses(
        &self,
        schemes: impl Iterator<Item = &'o Scheme>,
        is_considered: impl Fn(&AllOf) -> bool,
    ) -> BTreeSet<Clause> {
        let clause = |scheme: &Scheme| {
            let considered = scheme.alternatives().filter(|all| is_considered(all));
            considered.map(|all| self.together(all)).collect()
        };
        schemes.map(clause).collect()
    }

    /// Permissions with their levels, the least privileged first.
    fn needed(&self, chosen: &Together) -> Vec<Needed> {
        let mut needed: Vec<Needed> = self
            .by_name
            .iter()
            .filter(|(_, number)| chosen.contains(number))
            .map(|(name, number)| Needed {
                name: (*name).to_owned(),
                level: self.levels.get(*number).copied().flatten(),
            })
            .collect();
        needed.sort_by_key(|one| one.level.unwrap_or(UNKNOWN_LEVEL));
        needed
    }
}

/// What a permission costs: one, then one of its level, then the operations that it opens.
fn cost(level: Option<u8>, reach: usize) -> Cost {
    let mut cost = Cost::default();
    let place = 1 + usize::from(UNKNOWN_LEVEL - level.unwrap_or(UNKNOWN_LEVEL).min(UNKNOWN_LEVEL));
    let last = cost.len() - 1;
    for (index, part) in cost.iter_mut().enumerate() {
        *part = match index {
            0 => 1,
            _ if index == last => reach,
            _ => usize::from(index == place),
        };
    }
    cost
}

impl Needs {
    /// The operations that take a permission, each with the others that it takes together with it.
    pub fn operations_of(&self, permission: &str) -> Vec<(&str, Vec<&str>)> {
        let takes = |one: &&OperationNeeds| one.permissions.iter().any(|name| name == permission);
        self.operations
            .iter()
            .filter(takes)
            .map(|one| {
                let names = one.permissions.iter().map(String::as_str);
                let others = names.filter(|name| *name != permission);
                (one.operation.as_str(), others.collect())
            })
            .collect()
    }
}

impl fmt::Display for Needed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match self.level {
            Some(level) => write!(f, " (level {level})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.permissions.len();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        write!(
            f,
            "{}: {count} permission{} for {} operation{}",
            self.scheme.name(),
            plural(count),
            self.operations.len(),
            plural(self.operations.len())
        )?;
        if !self.smallest {
            f.write_str(" (a smaller set may do: there are too many to try)")?;
        }
        for needed in &self.permissions {
            write!(f, "\n  {needed}")?;
            for (operation, others) in self.operations_of(&needed.name) {
                write!(f, "\n    {operation}")?;
                if !others.is_empty() {
                    write!(f, " (together with {})", others.join(" and "))?;
                }
            }
        }
        if !self.fewer.is_empty() {
            let names: Vec<String> = self.fewer.iter().map(ToString::to_string).collect();
            write!(
                f,
                "\n  fewer would do, and allow more than is needed: {}",
                names.join(", ")
            )?;
        }
        for (what, operations) in [
            ("cannot be called so", &self.unsupported),
            ("nothing is known of", &self.unknown),
        ] {
            if !operations.is_empty() {
                write!(f, "\n  {what}:")?;
            }
            for operation in operations {
                write!(f, "\n    {operation}")?;
            }
        }
        Ok(())
    }
}
