//! The comparison of two surfaces.

use std::collections::{HashMap, HashSet};

use super::conventions::Conventions;
use super::follow::{Owners, leaders};
use super::judge::{self, Facts, Verdict};
use super::notes::notes;
use super::pairs::Pairs;
use super::style::Differences;
use super::uses::Uses;
use super::{Change, ChangeKind, Described, Diff, Revision, Severity, Side, Style};
use crate::diagnostics::Place;
use crate::openapi::{Description, unkeyed_path};
use crate::plan::Surface;
use crate::plan::surface::{Item, ItemKind};
use crate::source::Pointer;

/// Compares two surfaces.
pub(super) fn compare(old: Revision<'_>, new: Revision<'_>) -> Diff {
    let (before, after) = rayon::join(
        || Conventions::of(old.document),
        || Conventions::of(new.document),
    );
    let pairs = Pairs::of(old.surface.items(), new.surface.items());
    let comparison = Comparison {
        differences: Differences::between((&before, old.surface), (&after, new.surface)),
        old: Half::of(old.surface, &pairs.old),
        new: Half::of(new.surface, &pairs.new),
        before: &before,
        after: &after,
        pairs: &pairs,
    };
    let drafts = comparison.drafts();
    let mut changes = comparison.changes(drafts, old, new);
    changes.sort_by(|one, other| {
        let key = |change: &Change| (change.severity, change.path().to_owned(), change.kind);
        key(one).cmp(&key(other))
    });
    Diff {
        notes: notes(old.document, &before, new.document, &after),
        old: described(old, pairs.old.len()),
        new: described(new, pairs.new.len()),
        changes,
    }
}

fn described(revision: Revision<'_>, items: usize) -> Described {
    let description = Description::of(revision.document);
    Described {
        file: revision.document.name().to_owned(),
        title: description.title(),
        version: description.version(),
        operations: revision.surface.operations(),
        items,
    }
}

/// What is known of one of the two surfaces.
struct Half<'a> {
    items: &'a [Item],
    owners: Owners<'a>,
    uses: Uses<'a>,
    facts: Facts<'a>,
    /// The paths of builders and of the methods that lead to them, as the document writes them, by
    /// their origins.
    paths: HashMap<String, String>,
}

impl<'a> Half<'a> {
    fn of(surface: &'a Surface, items: &'a [Item]) -> Self {
        let mut paths: Vec<String> = Vec::new();
        for entry in &surface.entries {
            paths.push(format!("/{}", entry.segment));
        }
        let files = surface.segments.iter().flat_map(|segment| &segment.files);
        for builder in files.flat_map(|file| &file.builders) {
            let children = builder.children.iter();
            paths.extend(children.map(|child| format!("{}/{}", builder.path, child.segment)));
        }
        Self {
            items,
            owners: Owners::of(items),
            uses: Uses::of(surface, items),
            facts: Facts::of(surface),
            paths: paths
                .into_iter()
                .map(|path| (unkeyed_path(&path), path))
                .collect(),
        }
    }
}

/// A change without its places.
struct Draft {
    verdict: Verdict,
    old: Option<usize>,
    new: Option<usize>,
    style: Vec<Style>,
    follows: Vec<String>,
}

struct Comparison<'a> {
    pairs: &'a Pairs,
    old: Half<'a>,
    new: Half<'a>,
    before: &'a Conventions<'a>,
    after: &'a Conventions<'a>,
    differences: Differences,
}

/// What became of a pair.
struct Judged {
    old: usize,
    new: usize,
    verdict: Verdict,
    style: Vec<Style>,
}

impl Comparison<'_> {
    fn drafts(&self) -> Vec<Draft> {
        let judged = self.judged();
        let mut drafts = self.pair_drafts(&judged);
        drafts.extend(self.said());
        // A setter that goes or comes with another type of its field follows the field.
        let fields = |number: fn(&Judged) -> usize, items: &[Item]| -> HashSet<usize> {
            let numbers = judged.iter().map(number);
            let is_field = |one: &usize| {
                items
                    .get(*one)
                    .is_some_and(|one| one.kind == ItemKind::Field)
            };
            numbers.filter(is_field).collect()
        };
        let old_fields = fields(|one| one.old, self.old.items);
        let new_fields = fields(|one| one.new, self.new.items);
        let left_out = self.left_out(&judged);
        let (removed, followed) = self.alone(
            &self.old,
            &self.pairs.to_new,
            &old_fields,
            &left_out.0,
            false,
        );
        attach(&mut drafts, followed, |draft| draft.old);
        let (added, followed) = self.alone(
            &self.new,
            &self.pairs.to_old,
            &new_fields,
            &left_out.1,
            true,
        );
        attach(&mut drafts, followed, |draft| draft.new);
        drafts.extend(removed);
        drafts.extend(added);
        drafts
    }

    /// The pairs of which the code changed.
    fn judged(&self) -> Vec<Judged> {
        let judge = |(old, new, before, after): (usize, usize, &Item, &Item)| {
            let renames = &self.pairs.renames;
            let verdict =
                judge::code((before, &self.old.facts), (after, &self.new.facts), renames)?;
            let style = match verdict.kind {
                ChangeKind::Renamed => self.renamed_by_style(before, after),
                ChangeKind::Retyped => self
                    .differences
                    .explain(&renames.signature(before), &after.signature),
                _ => Vec::new(),
            };
            Some(Judged {
                old,
                new,
                verdict,
                style,
            })
        };
        self.pairs.both().filter_map(judge).collect()
    }

    /// The conventions that gave the method of a path, or what it leads to, another name.
    fn renamed_by_style(&self, before: &Item, after: &Item) -> Vec<Style> {
        let raw = |half: &Half<'_>, item: &Item| half.paths.get(&item.origin).cloned();
        let (Some(old), Some(new)) = (raw(&self.old, before), raw(&self.new, after)) else {
            return Vec::new();
        };
        let unnamed = |path: &str| path.split(['{', '}']).step_by(2).collect::<String>();
        if old == new || before.origin != after.origin {
            Vec::new()
        } else if unnamed(&old) == unnamed(&new) {
            vec![Style::KeyNames]
        } else {
            vec![Style::Casts]
        }
    }

    /// The changes of pairs; one that follows from that of another pair goes with it.
    fn pair_drafts(&self, judged: &[Judged]) -> Vec<Draft> {
        let by_old: HashMap<usize, usize> = judged
            .iter()
            .enumerate()
            .map(|(number, one)| (one.old, number))
            .collect();
        let mut drafts: Vec<Draft> = judged.iter().map(draft).collect();
        let mut followers: Vec<(usize, usize)> = Vec::new();
        for (number, one) in judged.iter().enumerate() {
            let leader = self.leader_of_pair(one, judged, &by_old);
            followers.extend(leader.map(|leader| (number, leader)));
        }
        let leader_of: HashMap<usize, usize> = followers.iter().copied().collect();
        for (number, mut leader) in followers {
            while let Some(next) = leader_of.get(&leader).filter(|next| **next != number) {
                leader = *next;
            }
            let path = judged
                .get(number)
                .and_then(|one| self.old.items.get(one.old));
            if let (Some(path), Some(draft)) = (path, drafts.get_mut(leader)) {
                draft.follows.push(path.path.clone());
            }
        }
        let mut number = 0;
        drafts.retain(|_| {
            number += 1;
            !leader_of.contains_key(&(number - 1))
        });
        drafts
    }

    /// The changed pair that is the reason for another.
    fn leader_of_pair(
        &self,
        one: &Judged,
        judged: &[Judged],
        by_old: &HashMap<usize, usize>,
    ) -> Option<usize> {
        let item = self.old.items.get(one.old)?;
        let changed = |owner: usize| by_old.get(&owner).copied();
        if let Some(leader) = self.old.owners.field(item).and_then(changed)
            && item.kind == ItemKind::Function
        {
            return Some(leader);
        }
        let kind_of = |leader: usize| judged.get(leader).map(|one| one.verdict.kind);
        match one.verdict.kind {
            ChangeKind::Gated => {
                let owners = self.old.owners.of_item(one.old).into_iter();
                owners
                    .filter_map(changed)
                    .find(|leader| kind_of(*leader) == Some(ChangeKind::Gated))
            }
            ChangeKind::Renamed if item.kind == ItemKind::Struct => {
                let leader = self.old.owners.way_to(&item.origin).into_iter();
                leader
                    .filter_map(changed)
                    .find(|leader| kind_of(*leader) == Some(ChangeKind::Renamed))
            }
            _ => None,
        }
    }

    /// The changes of what is said of items.
    fn said(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (old, new, before, after) in self.pairs.both() {
            let repeats = match before.kind {
                ItemKind::Constant => true,
                ItemKind::Function => self.old.owners.field(before).is_some(),
                _ => false,
            };
            if repeats {
                continue;
            }
            let said = judge::said((before, &self.old.facts), (after, &self.new.facts));
            drafts.extend(said.into_iter().map(|verdict| Draft {
                verdict,
                old: Some(old),
                new: Some(new),
                style: Vec::new(),
                follows: Vec::new(),
            }));
        }
        drafts
    }

    /// The items, old ones and new ones, through which a difference of style leads to types.
    fn left_out(&self, judged: &[Judged]) -> ([HashSet<usize>; 2], [HashSet<usize>; 2]) {
        let by = |style: Style, number: fn(&Judged) -> usize| -> HashSet<usize> {
            let chosen = judged.iter().filter(|one| one.style.contains(&style));
            chosen.map(number).collect()
        };
        let families = |items: &[Item]| -> HashSet<usize> {
            let numbered = items.iter().enumerate();
            let members = numbered.filter(|(_, item)| item.origin.contains(" family of "));
            members.map(|(number, _)| number).collect()
        };
        let mut old =
            [Style::Navigation, Style::Discriminators].map(|style| by(style, |one| one.old));
        let mut new =
            [Style::Navigation, Style::Discriminators].map(|style| by(style, |one| one.new));
        if self.differences.has(Style::Discriminators) {
            let [_, discriminators] = &mut old;
            discriminators.extend(families(self.old.items));
            let [_, discriminators] = &mut new;
            discriminators.extend(families(self.new.items));
        }
        (old, new)
    }

    /// The items of one surface that the other has not: a change for each that follows no other, and
    /// those that follow the change of a field.
    fn alone(
        &self,
        half: &Half<'_>,
        partners: &[Option<usize>],
        changed_fields: &HashSet<usize>,
        left_out: &[HashSet<usize>; 2],
        is_new: bool,
    ) -> (Vec<Draft>, Vec<(usize, String)>) {
        let alone: Vec<bool> = partners.iter().map(Option::is_none).collect();
        let mut changes = alone.clone();
        for field in changed_fields {
            if let Some(changes) = changes.get_mut(*field) {
                *changes = true;
            }
        }
        let reached = left_out_ways(left_out).map(|(styles, left_out)| {
            (
                styles,
                half.uses.reached(|number| left_out.contains(&number)),
            )
        });
        let mut drafts: Vec<Draft> = Vec::new();
        let mut number_of_draft: HashMap<usize, usize> = HashMap::new();
        let mut followers: Vec<(usize, String)> = Vec::new();
        let leaders = leaders(&half.owners, &changes);
        let numbered = half.items.iter().enumerate().zip(&alone).zip(&leaders);
        for (((number, item), _), leader) in numbered.filter(|((_, alone), _)| **alone) {
            if let Some(leader) = leader {
                followers.push((*leader, item.path.clone()));
                continue;
            }
            let style = self.alone_by_style(item, is_new, &reached);
            number_of_draft.insert(number, drafts.len());
            drafts.push(Draft {
                verdict: self.alone_verdict(item, is_new, half),
                old: (!is_new).then_some(number),
                new: is_new.then_some(number),
                style,
                follows: Vec::new(),
            });
        }
        let mut of_fields = Vec::new();
        for (leader, path) in followers {
            let draft = number_of_draft
                .get(&leader)
                .and_then(|number| drafts.get_mut(*number));
            match draft {
                Some(draft) => draft.follows.push(path),
                None => of_fields.push((leader, path)),
            }
        }
        (drafts, of_fields)
    }

    fn alone_verdict(&self, item: &Item, is_new: bool, half: &Half<'_>) -> Verdict {
        let below = if item.origin.starts_with('/') {
            half.uses.to(item).count
        } else {
            0
        };
        let operations = if below == 1 {
            "one operation".to_owned()
        } else {
            format!("{below} operations")
        };
        if is_new {
            let effect = match below {
                0 => "there is more to use".to_owned(),
                _ => format!("a way to {operations}"),
            };
            return Verdict::new(Severity::Addition, ChangeKind::Added, effect);
        }
        let effect = match below {
            0 if self.after.schemas.contains(schema(item)) && is_model(item) => format!(
                "nothing of the selection leads to it any more; `--type {}` brings it",
                schema(item)
            ),
            0 => "code that uses it does not compile".to_owned(),
            _ => format!("the way to {operations} is gone"),
        };
        Verdict::new(Severity::Breaking, ChangeKind::Removed, effect)
    }

    /// The conventions for which an item is in one surface only.
    fn alone_by_style(
        &self,
        item: &Item,
        is_new: bool,
        reached: &[(Vec<Style>, HashSet<&str>); 3],
    ) -> Vec<Style> {
        let other = if is_new { self.before } else { self.after };
        let is_of_family = item.origin.contains(" family")
            || item.origin.ends_with(" downcast")
            || item.signature.starts_with("impl DerivedFrom<")
            || item.signature.starts_with("impl Into<models::");
        if is_of_family && self.differences.has(Style::Discriminators) {
            return vec![Style::Discriminators];
        }
        if !other.schemas.contains(schema(item)) {
            return Vec::new();
        }
        if item.origin.ends_with(" target") {
            return vec![Style::Navigation];
        }
        if is_model(item) {
            let without = reached
                .iter()
                .find(|(_, reached)| !reached.contains(item.path.as_str()));
            return without
                .map(|(styles, _)| styles.clone())
                .unwrap_or_default();
        }
        Vec::new()
    }

    fn changes(&self, drafts: Vec<Draft>, old: Revision<'_>, new: Revision<'_>) -> Vec<Change> {
        let old_places = places(old, self.old.items, drafts.iter().map(|draft| draft.old));
        let new_places = places(new, self.new.items, drafts.iter().map(|draft| draft.new));
        let sides = old_places.into_iter().zip(new_places);
        drafts
            .into_iter()
            .zip(sides)
            .filter_map(|(draft, (old, new))| {
                let (half, number) = match (draft.old, draft.new) {
                    (Some(number), _) => (&self.old, number),
                    (None, number) => (&self.new, number?),
                };
                let item = half.items.get(number)?;
                let uses = half.uses.to(item);
                Some(Change {
                    severity: draft.verdict.severity,
                    kind: draft.verdict.kind,
                    item: item.kind,
                    old,
                    new,
                    effect: draft.verdict.effect,
                    style: draft.style,
                    operations: uses.named,
                    operation_count: uses.count,
                    follows: draft.follows,
                })
            })
            .collect()
    }
}

fn draft(judged: &Judged) -> Draft {
    Draft {
        verdict: judged.verdict.clone(),
        old: Some(judged.old),
        new: Some(judged.new),
        style: judged.style.clone(),
        follows: Vec::new(),
    }
}

/// Adds followers to the changes of fields.
fn attach(
    drafts: &mut [Draft],
    followers: Vec<(usize, String)>,
    number: fn(&Draft) -> Option<usize>,
) {
    let mut by_number: HashMap<usize, &mut Draft> = HashMap::new();
    for draft in drafts {
        if let Some(item) = number(draft) {
            by_number.entry(item).or_insert(draft);
        }
    }
    for (leader, path) in followers {
        if let Some(draft) = by_number.get_mut(&leader) {
            draft.follows.push(path);
        }
    }
}

/// The conventions that open ways to types, alone and together, each with what they leave out.
fn left_out_ways(left_out: &[HashSet<usize>; 2]) -> [(Vec<Style>, HashSet<usize>); 3] {
    let [navigation, discriminators] = left_out;
    let both = navigation.union(discriminators).copied().collect();
    [
        (vec![Style::Navigation], navigation.clone()),
        (vec![Style::Discriminators], discriminators.clone()),
        (vec![Style::Navigation, Style::Discriminators], both),
    ]
}

fn is_model(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Struct | ItemKind::Enum) && item.path.starts_with("models::")
}

/// The schema that a type comes from.
fn schema(item: &Item) -> &str {
    item.origin.split(' ').next().unwrap_or_default()
}

/// Each item with its place in the text.
fn places(
    revision: Revision<'_>,
    items: &[Item],
    numbers: impl Iterator<Item = Option<usize>>,
) -> Vec<Option<Side>> {
    let chosen: Vec<Option<&Item>> = numbers
        .map(|number| number.and_then(|number| items.get(number)))
        .collect();
    let pointers: Vec<Pointer> = chosen
        .iter()
        .flatten()
        .map(|item| item.place.clone())
        .collect();
    let mut places = revision.document.places(&pointers).into_iter();
    let side = |item: &Item| {
        let place = places
            .next()
            .unwrap_or_else(|| Place::file(revision.document.name()));
        Side {
            path: item.path.clone(),
            signature: item.signature.clone(),
            place,
            features: item.condition.0.clone(),
        }
    };
    let mut side = side;
    chosen.into_iter().map(|item| item.map(&mut side)).collect()
}
