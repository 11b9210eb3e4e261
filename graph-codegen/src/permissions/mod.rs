//! Who may call operations, by the file in which Microsoft publishes it.
//!
//! The file (`permissions.json`, in the form of
//! [kibali](https://github.com/microsoftgraph/kibali/blob/main/specs/permissions.md)) names for each
//! permission the paths and methods that it opens. A [`PermissionTable`] turns that around: for an
//! operation, the permissions of each kind of caller, the least privileged first.
//! [`needs`] finds what several operations need together.

mod annotate;
mod cover;
mod needs;
mod path_keys;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

pub use annotate::PermissionCounts;
pub use needs::{Needed, Needs, OperationNeeds, needs};

pub(crate) use annotate::{annotate, write_permissions};

use crate::diagnostics::Diagnostics;
use crate::ir::{AllOf, Caller, Method, Permissions, Scheme};
use path_keys::candidates;

/// The published permissions, by operation.
#[derive(Clone, Debug)]
pub struct PermissionTable {
    name: String,
    /// What the file says of an operation, by method and normal path.
    claims: HashMap<(Method, String), [Vec<Claim>; 3]>,
    /// What the file says of a permission.
    facts: HashMap<String, [Facts; 3]>,
    warnings: Diagnostics,
}

/// That an operation takes a permission, alone or with others.
#[derive(Clone, Debug)]
struct Claim {
    permissions: AllOf,
    /// Whether the file says that there is none less privileged.
    is_least: bool,
    /// For how many methods at once the file says so: the fewer, the closer it was looked at.
    methods: usize,
}

/// What is known of a permission for a kind of caller.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    level: Option<u8>,
    /// How many operations it opens.
    reach: usize,
}

/// How much an alternative allows: the least comes first.
type Privilege<'a> = (u8, usize, usize, &'a AllOf);

/// Above every level: a permission of which none is known.
const UNKNOWN_LEVEL: u8 = 6;

impl PermissionTable {
    /// Reads the text of a published file. The name stands in diagnostics.
    ///
    /// # Errors
    ///
    /// All that is wrong with it: when it is not JSON, or a value is not of the type that it has to
    /// be. What is not known (a scheme, a method, an option of a path) is passed over with a
    /// [warning](Self::warnings).
    pub fn parse(name: impl Into<String>, text: &str) -> Result<Self, Diagnostics> {
        read::table(name.into(), text)
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What was passed over.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// How privileged a permission is, from 1 (least) to 5, where that is known.
    pub fn level(&self, permission: &str, caller: Caller) -> Option<u8> {
        self.facts(permission, caller).level
    }

    /// How many operations a permission opens, as far as they are known.
    pub fn reach(&self, permission: &str, caller: Caller) -> usize {
        self.facts(permission, caller).reach
    }

    /// The permissions of an operation; none where the file has no entry for it.
    ///
    /// Paths match whatever the case and the names of their keys, with or without the namespaces of
    /// functions and casts. Where the file has no entry for a path itself, it is that of what the
    /// path is about: of the collection for `$count`, of the property for `$value`, of the
    /// relationship for `$ref`, of the key for an alternate key, and when reading, of what a cast
    /// narrows.
    ///
    /// Where the file takes several permissions for the least privileged, or none, it is the first
    /// by level, then by how many methods the file speaks of at once, then by how many operations
    /// it opens.
    pub fn permissions(&self, method: Method, path: &str) -> Option<Permissions> {
        let claims = self.claims(method, path)?;
        let mut permissions = Permissions::default();
        for (caller, claims) in Caller::ALL.into_iter().zip(claims) {
            *permissions.of_mut(caller) = self.scheme(caller, claims);
        }
        Some(permissions)
    }

    /// What the file says of an operation, or else of what its path is about.
    fn claims(&self, method: Method, path: &str) -> Option<&[Vec<Claim>; 3]> {
        let mut keys = candidates(method, path).into_iter();
        keys.find_map(|key| self.claims.get(&(method, key)))
    }

    fn scheme(&self, caller: Caller, claims: &[Claim]) -> Scheme {
        // A permission may be claimed by several sets of paths, and a pair from both its sides.
        let mut merged: BTreeMap<&AllOf, (bool, usize)> = BTreeMap::new();
        for claim in claims {
            let entry = merged.entry(&claim.permissions);
            let (is_least, methods) = entry.or_insert((false, claim.methods));
            *is_least |= claim.is_least;
            *methods = claim.methods.min(*methods);
        }
        let mut sorted: Vec<(bool, Privilege<'_>)> = merged
            .into_iter()
            .map(|(all, (is_least, methods))| (!is_least, self.privilege(caller, all, methods)))
            .collect();
        sorted.sort_unstable();
        let mut sorted = sorted.into_iter();
        let Some((_, first)) = sorted.next() else {
            return Scheme::Unsupported;
        };
        let mut higher: Vec<Privilege<'_>> = sorted.map(|(_, privilege)| privilege).collect();
        higher.sort_unstable();
        let names = |(_, _, _, all): Privilege<'_>| all.clone();
        Scheme::Supported {
            least: vec![names(first)],
            higher: higher.into_iter().map(names).collect(),
        }
    }

    fn privilege<'a>(&self, caller: Caller, all: &'a AllOf, methods: usize) -> Privilege<'a> {
        let facts = || all.0.iter().map(|name| self.facts(name, caller));
        let level = facts()
            .map(|facts| facts.level.unwrap_or(UNKNOWN_LEVEL))
            .max();
        let reach = facts().map(|facts| facts.reach).sum();
        (level.unwrap_or(UNKNOWN_LEVEL), methods, reach, all)
    }

    /// The permissions that the file takes for the least privileged, which may be several.
    fn claimed_least(&self, method: Method, path: &str, caller: Caller) -> Vec<&AllOf> {
        let claims = self.claims(method, path);
        let claims = claims.and_then(|claims| of(claims, caller));
        let claims = claims.map(Vec::as_slice).unwrap_or_default().iter();
        claims
            .filter(|claim| claim.is_least)
            .map(|claim| &claim.permissions)
            .collect()
    }

    fn facts(&self, permission: &str, caller: Caller) -> Facts {
        let facts = self.facts.get(permission);
        facts
            .and_then(|facts| of(facts, caller).copied())
            .unwrap_or_default()
    }
}

/// What there is for a kind of caller.
fn of<T>(each: &[T; 3], caller: Caller) -> Option<&T> {
    let mut all = Caller::ALL.into_iter().zip(each);
    all.find_map(|(one, value)| (one == caller).then_some(value))
}
