//! Which types a selection comes to, and which areas need each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::areas::AreaId;
use super::decisions::Decisions;
use crate::ir::{Answer, Api, BodyContent, Key, Operation, ToldBy, Type, TypeRef};
use crate::openapi::without_namespace;
use crate::select::{Navigation, Selected};

/// The operations and types of a selection.
pub(super) struct Slice<'a> {
    /// In the order of the document's paths.
    pub(super) operations: Vec<&'a Operation>,
    /// Each type with the areas that need it, sorted; none for a type that is always there.
    pub(super) types: BTreeMap<Key, Vec<AreaId>>,
    /// The type that stands for an inline type which looks the same.
    pub(super) stands_for: HashMap<Key, Key>,
}

/// The types by number, and what each needs.
struct Graph<'a> {
    keys: Vec<&'a Key>,
    numbers: HashMap<&'a Key, usize>,
    /// What a type cannot be without: all but the descendants of a large family.
    always: Vec<Vec<usize>>,
    /// What comes along with it when nothing else brings it.
    members: Vec<Vec<usize>>,
}

impl<'a> Slice<'a> {
    pub(super) fn of(
        api: &'a Api,
        decisions: &Decisions,
        selected: &Selected<'_>,
        kept: &[String],
    ) -> Self {
        let operations: Vec<&Operation> = api
            .operations
            .iter()
            .filter(|one| selected.has_operation(&one.path, one.method.key()))
            .collect();
        let graph = Graph::of(api, decisions, selected);
        let kept: Vec<usize> = api
            .types
            .keys()
            .enumerate()
            .filter(|(_, key)| {
                let (name, short) = (key.as_str(), without_namespace(key.as_str()));
                kept.iter().any(|wanted| wanted == name || wanted == short)
            })
            .map(|(number, _)| number)
            .collect();
        let areas = graph.areas(&operations, decisions, kept);
        let mut types: BTreeMap<Key, Vec<AreaId>> = BTreeMap::new();
        let mut stands_for = HashMap::new();
        for (key, areas) in graph.keys.iter().zip(areas) {
            let Some(areas) = areas else {
                continue;
            };
            // The first of those that look alike stands for them all; keys come in order.
            let first = decisions
                .inline
                .same_as(key)
                .iter()
                .find(|member| types.contains_key(*member))
                .cloned();
            match first {
                Some(first) => {
                    if let Some(known) = types.get_mut(&first) {
                        *known = united(known, areas);
                    }
                    stands_for.insert((*key).clone(), first);
                }
                None => {
                    types.insert((*key).clone(), areas);
                }
            }
        }
        Self {
            operations,
            types,
            stands_for,
        }
    }

    /// The type that stands for this one.
    pub(super) fn representative<'k>(&'k self, key: &'k Key) -> &'k Key {
        self.stands_for.get(key).unwrap_or(key)
    }

    /// The areas that need a type; none when it is not in the slice.
    pub(super) fn areas_of(&self, key: &Key) -> Option<&[AreaId]> {
        self.types.get(self.representative(key)).map(Vec::as_slice)
    }
}

/// The areas of both; no areas means always.
fn united(one: &[AreaId], other: Vec<AreaId>) -> Vec<AreaId> {
    if one.is_empty() || other.is_empty() {
        return Vec::new();
    }
    let all: BTreeSet<AreaId> = one.iter().copied().chain(other).collect();
    all.into_iter().collect()
}

impl<'a> Graph<'a> {
    fn of(api: &'a Api, decisions: &Decisions, selected: &Selected<'_>) -> Self {
        let keys: Vec<&Key> = api.types.keys().collect();
        let numbers: HashMap<&Key, usize> = keys
            .iter()
            .enumerate()
            .map(|(number, key)| (*key, number))
            .collect();
        let mut graph = Self {
            always: vec![Vec::new(); keys.len()],
            members: vec![Vec::new(); keys.len()],
            keys,
            numbers,
        };
        for (number, (key, kind)) in api.types.iter().enumerate() {
            let (mut always, mut members): (Vec<&Key>, Vec<&Key>) = (Vec::new(), Vec::new());
            match kind {
                Type::Object(object) => {
                    for ancestor in api.lineage(object) {
                        for property in &ancestor.properties {
                            always.extend(property.type_ref.named());
                            if selected.navigation == Navigation::All {
                                always.extend(property.navigation.as_ref().map(|one| &one.schema));
                            }
                        }
                    }
                    let descendants = object.descendants.iter().map(|one| &one.object);
                    let is_large = decisions
                        .types
                        .get(key)
                        .is_some_and(|decided| decided.traits.large_family);
                    if is_large {
                        members.extend(descendants);
                    } else {
                        always.extend(descendants);
                    }
                }
                Type::Choice(choice) => match &choice.told_by {
                    ToldBy::Discriminator { alternatives, .. } => {
                        always.extend(alternatives.iter().map(|one| &one.object));
                    }
                    ToldBy::Shape(alternatives) => {
                        always.extend(alternatives.iter().filter_map(TypeRef::named));
                    }
                },
                Type::Enumeration(_) => {}
            }
            let in_slice = |key: &&Key| {
                let kind = api.types.get(*key);
                let schema = kind.and_then(|kind| kind.name().schema());
                kind.is_some() && schema.is_none_or(|name| selected.has_schema(name))
            };
            let numbers = |keys: Vec<&Key>| -> Vec<usize> {
                keys.iter()
                    .filter(|key| in_slice(key))
                    .filter_map(|key| graph.numbers.get(*key).copied())
                    .collect()
            };
            let (always, members) = (numbers(always), numbers(members));
            if let (Some(own), Some(own_members)) =
                (graph.always.get_mut(number), graph.members.get_mut(number))
            {
                (*own, *own_members) = (always, members);
            }
        }
        graph
    }

    /// For every type whether one of the roots leads to it.
    fn reach(&self, roots: impl IntoIterator<Item = usize>, with_members: bool) -> Vec<bool> {
        let mut reached = vec![false; self.keys.len()];
        let mut work: Vec<usize> = roots.into_iter().collect();
        while let Some(number) = work.pop() {
            match reached.get_mut(number) {
                Some(flag) if !*flag => *flag = true,
                _ => continue,
            }
            work.extend(self.always.get(number).into_iter().flatten());
            if with_members {
                work.extend(self.members.get(number).into_iter().flatten());
            }
        }
        reached
    }

    /// For every type the areas that lead to it; an empty list for one that is asked for by name,
    /// or needed by one, as it is there whatever the area; none for one that is not in the slice.
    ///
    /// The descendants of a large family do not count as reached through it: each has a variant
    /// where it is reached otherwise. One that nothing else reaches comes along with its family.
    fn areas(
        &self,
        operations: &[&Operation],
        decisions: &Decisions,
        kept: Vec<usize>,
    ) -> Vec<Option<Vec<AreaId>>> {
        let mut roots: BTreeMap<Option<AreaId>, Vec<usize>> = BTreeMap::new();
        roots.insert(None, kept);
        for operation in operations {
            let area = decisions.areas.of_node(operation.node);
            let types = roots.entry(area).or_default();
            let named = [sent(operation), received(operation)];
            types.extend(
                named
                    .into_iter()
                    .flatten()
                    .filter_map(|key| self.numbers.get(key).copied()),
            );
        }
        let without_families: Vec<Vec<bool>> = roots
            .values()
            .map(|types| self.reach(types.iter().copied(), false))
            .collect();
        let is_in = |reached: &[bool], number: usize| reached.get(number).copied().unwrap_or(false);
        let only_in_families: Vec<usize> = (0..self.keys.len())
            .filter(|number| {
                !without_families
                    .iter()
                    .any(|reached| is_in(reached, *number))
            })
            .collect();
        let mut found: Vec<Option<BTreeSet<Option<AreaId>>>> = vec![None; self.keys.len()];
        for ((area, types), reached) in roots.iter().zip(without_families) {
            let families = self.reach(types.iter().copied(), true);
            let members = only_in_families
                .iter()
                .copied()
                .filter(|number| is_in(&families, *number));
            let with_members = self.reach(members, false);
            for (areas, (reached, with_members)) in
                found.iter_mut().zip(reached.into_iter().zip(with_members))
            {
                if reached || with_members {
                    areas.get_or_insert_default().insert(*area);
                }
            }
        }
        found
            .into_iter()
            // All of them, or none at all when one of them is not an area.
            .map(|areas| {
                Some(
                    areas?
                        .into_iter()
                        .collect::<Option<_>>()
                        .unwrap_or_default(),
                )
            })
            .collect()
    }
}

/// The declared type that an operation takes.
pub(super) fn sent(operation: &Operation) -> Option<&Key> {
    match &operation.body.as_ref()?.content {
        BodyContent::Json(type_ref) => type_ref.named(),
        BodyContent::Binary(_) => None,
    }
}

/// The declared type that an operation answers with.
pub(super) fn received(operation: &Operation) -> Option<&Key> {
    match &operation.answer {
        Answer::Json { type_ref, .. } | Answer::Text(type_ref) => type_ref.named(),
        Answer::Empty | Answer::Binary => None,
    }
}
