//! The comparison of two surfaces.

use std::collections::{HashMap, HashSet};

use super::conventions::Conventions;
use super::follow::Owners;
use super::judge::{Facts, Verdict};
use super::notes::notes;
use super::pairs::Pairs;
use super::style::Differences;
use super::uses::Uses;
use super::{Change, Described, Diff, Revision, Side, Style, said};
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
pub(super) struct Half<'a> {
    pub(super) items: &'a [Item],
    pub(super) owners: Owners<'a>,
    pub(super) uses: Uses<'a>,
    pub(super) facts: Facts<'a>,
    /// The paths of builders and of the methods that lead to them, as the document writes them, by
    /// their origins.
    pub(super) paths: HashMap<String, String>,
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
pub(super) struct Draft {
    pub(super) verdict: Verdict,
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    pub(super) style: Vec<Style>,
    pub(super) follows: Vec<String>,
}

pub(super) struct Comparison<'a> {
    pub(super) pairs: &'a Pairs,
    pub(super) old: Half<'a>,
    pub(super) new: Half<'a>,
    pub(super) before: &'a Conventions<'a>,
    pub(super) after: &'a Conventions<'a>,
    pub(super) differences: Differences,
}

/// What became of a pair.
pub(super) struct Judged {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) verdict: Verdict,
    pub(super) style: Vec<Style>,
}

impl Comparison<'_> {
    fn drafts(&self) -> Vec<Draft> {
        let judged = self.judged();
        let mut drafts = self.pair_drafts(&judged);
        drafts.extend(self.said());
        // A setter that goes or comes with another type of its field follows the field.
        let fields = |number: fn(&Judged) -> usize, items: &[Item]| -> HashSet<usize> {
            let numbers = judged
                .iter()
                .filter(|one| one.verdict.is_of_type())
                .map(number);
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
            let said = said::said((before, &self.old.facts), (after, &self.new.facts));
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
