//! Items that both surfaces have, and whose code changed.

use std::collections::HashMap;

use super::compare::{Comparison, Draft, Half, Judged};
use super::{ChangeKind, Style, judge};
use crate::plan::surface::{Item, ItemKind};

impl Comparison<'_> {
    /// The pairs of which the code changed.
    pub(super) fn judged(&self) -> Vec<Judged> {
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
    pub(super) fn pair_drafts(&self, judged: &[Judged]) -> Vec<Draft> {
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
            // Leaders have leaders; no way is longer than all of them.
            for _ in 0..leader_of.len() {
                match leader_of.get(&leader) {
                    Some(next) => leader = *next,
                    None => break,
                }
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
