//! Items that only one of two surfaces has.

use std::collections::{HashMap, HashSet};

use super::compare::{Comparison, Draft, Half, Judged};
use super::follow::leaders;
use super::judge::Verdict;
use super::{ChangeKind, Severity, Style};
use crate::plan::surface::{Item, ItemKind};

impl Comparison<'_> {
    /// The items, old ones and new ones, through which a difference of style leads to types.
    pub(super) fn left_out(&self, judged: &[Judged]) -> ([HashSet<usize>; 2], [HashSet<usize>; 2]) {
        let by = |style: Style, number: fn(&Judged) -> usize| -> HashSet<usize> {
            let chosen = judged.iter().filter(|one| one.style.contains(&style));
            chosen.map(number).collect()
        };
        let families = |items: &[Item]| -> HashSet<usize> {
            let numbered = items.iter().enumerate();
            let members = numbered.filter(|(_, item)| {
                item.origin.contains(" family of ")
                    || item.signature.starts_with("impl DerivedFrom<")
            });
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
    pub(super) fn alone(
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
        let all = half.uses.reached(|_| false);
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
            let style = self.alone_by_style(item, is_new, &all, &reached);
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
            0 if item.path.starts_with("requests::") => {
                "no operation gives it any more; code that names it does not compile".to_owned()
            }
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
        all: &HashSet<&str>,
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
        if is_model(item) && all.contains(item.path.as_str()) {
            let without = reached
                .iter()
                .find(|(_, reached)| !reached.contains(item.path.as_str()));
            return without
                .map(|(styles, _)| styles.clone())
                .unwrap_or_default();
        }
        Vec::new()
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
