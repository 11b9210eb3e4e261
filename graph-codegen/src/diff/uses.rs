//! The operations that lead to an item.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::follow::is_type;
use super::renames::types_in;
use crate::ir::Method;
use crate::openapi::unkeyed_path;
use crate::plan::Surface;
use crate::plan::surface::{Item, ItemKind};

/// At most so many operations are named.
const NAMED: usize = 3;

/// What leads to what in a surface.
pub(super) struct Uses<'a> {
    /// The operations as the document writes them, by their origin.
    operations: HashMap<String, String>,
    /// The operations by path, in order.
    paths: Vec<(String, &'a str)>,
    /// For each type, the types and operations that mention it.
    users: HashMap<String, BTreeSet<User<'a>>>,
}

/// What mentions a type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum User<'a> {
    /// An operation, by its origin.
    Operation(&'a str),
    /// A type, by its path, and the number of the item that mentions it.
    Type(&'a str, usize),
}

/// Operations: the first of them, and how many there are.
#[derive(Default)]
pub(super) struct Operations {
    pub(super) named: Vec<String>,
    pub(super) count: usize,
}

/// Whether an item is the method of an operation, or belongs to it.
fn is_operation(item: &Item) -> bool {
    let method = item.origin.split(" /").next().unwrap_or_default();
    matches!(item.kind, ItemKind::Function | ItemKind::Constant)
        && Method::from_key(&method.to_ascii_lowercase()).is_some()
        && !item.path.starts_with("models::")
}

impl<'a> Uses<'a> {
    pub(super) fn of(surface: &Surface, items: &'a [Item]) -> Self {
        let operations = surface.operation_methods().map(|one| {
            let origin = format!("{} {}", one.method.token(), unkeyed_path(&one.path));
            (origin, one.key())
        });
        let mut users: HashMap<String, BTreeSet<User<'a>>> = HashMap::new();
        let mut paths = Vec::new();
        let types = items.iter().filter(|item| is_type(item));
        let types: HashSet<&str> = types.map(|item| item.path.as_str()).collect();
        for (number, item) in items.iter().enumerate() {
            let user = if is_operation(item) {
                if item.kind == ItemKind::Function
                    && let Some((_, path)) = item.origin.split_once(' ')
                {
                    paths.push((path.to_owned(), item.origin.as_str()));
                }
                User::Operation(&item.origin)
            } else if item.signature.starts_with("impl DerivedFrom<") {
                // Where its base is, a type may be.
                for base in types_in(item) {
                    if let Some(base) = types.get(&*base) {
                        let user = User::Type(base, number);
                        users.entry(item.path.clone()).or_default().insert(user);
                    }
                }
                continue;
            } else if !matches!(item.kind, ItemKind::Field | ItemKind::Variant) {
                continue;
            } else {
                let parent = item.path.rsplit_once("::").map_or("", |(parent, _)| parent);
                User::Type(parent, number)
            };
            for used in types_in(item) {
                users.entry(used.into_owned()).or_default().insert(user);
            }
        }
        paths.sort_unstable();
        Self {
            operations: operations.collect(),
            paths,
            users,
        }
    }

    /// The nearest operations that lead to an item.
    pub(super) fn to(&self, item: &Item) -> Operations {
        if is_operation(item) {
            return self.named(std::iter::once(item.origin.as_str()));
        }
        if item.origin.starts_with('/') {
            return self.below(&item.origin);
        }
        let parent = item.path.rsplit_once("::").map_or("", |(parent, _)| parent);
        let own = if is_type(item) || item.kind == ItemKind::Implementation {
            item.path.as_str()
        } else {
            parent
        };
        self.to_type(own)
    }

    fn below(&self, path: &str) -> Operations {
        let start = self.paths.partition_point(|(one, _)| one.as_str() < path);
        let below = self.paths.iter().skip(start);
        let below = below.take_while(|(one, _)| one.starts_with(path));
        let below = below.filter(|(one, _)| {
            one.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        self.named(below.map(|(_, origin)| *origin))
    }

    /// Goes from a type to those that mention it, and so on until there are operations.
    fn to_type(&self, path: &str) -> Operations {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut level: Vec<&str> = vec![path];
        while !level.is_empty() {
            let mut operations = BTreeSet::new();
            let mut next = Vec::new();
            for user in level
                .iter()
                .filter_map(|one| self.users.get(*one))
                .flatten()
            {
                match *user {
                    User::Operation(origin) => {
                        operations.insert(origin);
                    }
                    User::Type(path, _) => {
                        if seen.insert(path) {
                            next.push(path);
                        }
                    }
                }
            }
            if !operations.is_empty() {
                return self.named(operations.into_iter());
            }
            level = next;
        }
        Operations::default()
    }

    fn named<'o>(&self, origins: impl Iterator<Item = &'o str>) -> Operations {
        let mut found = Operations::default();
        for origin in origins {
            found.count += 1;
            if found.named.len() < NAMED {
                let name = self.operations.get(origin).map_or(origin, String::as_str);
                found.named.push(name.to_owned());
            }
        }
        found
    }

    /// The types that operations lead to, when the items that `is_left_out` names lead nowhere.
    pub(super) fn reached(&self, is_left_out: impl Fn(usize) -> bool) -> HashSet<&str> {
        let mut uses: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut reached: HashSet<&str> = HashSet::new();
        let mut open: Vec<&str> = Vec::new();
        for (used, users) in &self.users {
            for user in users {
                match *user {
                    User::Operation(_) => {
                        if reached.insert(used) {
                            open.push(used);
                        }
                    }
                    User::Type(path, number) if !is_left_out(number) => {
                        uses.entry(path).or_default().push(used);
                    }
                    User::Type(..) => {}
                }
            }
        }
        while let Some(path) = open.pop() {
            for used in uses.get(path).into_iter().flatten() {
                if reached.insert(used) {
                    open.push(used);
                }
            }
        }
        reached
    }
}
