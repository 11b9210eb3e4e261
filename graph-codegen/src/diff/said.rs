//! What became of what is said of an item.

use super::judge::{Facts, Verdict};
use super::{ChangeKind, Severity};
use crate::ir::Deprecation;
use crate::plan::surface::{Item, ItemKind};

/// What became of what is said of an item.
pub(super) fn said(
    (old, old_facts): (&Item, &Facts<'_>),
    (new, new_facts): (&Item, &Facts<'_>),
) -> Vec<Verdict> {
    let say = |kind, effect: String| Verdict::new(Severity::Documentation, kind, effect);
    let mut said = Vec::new();
    let (before, after) = (&old.documentation, &new.documentation);
    match (&before.deprecation, &after.deprecation) {
        (None, Some(now)) => said.push(say(ChangeKind::Deprecated, deprecation(now))),
        (Some(_), None) => {
            let effect = "the compiler warns of it no more";
            said.push(say(ChangeKind::Undeprecated, effect.to_owned()));
        }
        (Some(was), Some(now)) if was != now => {
            said.push(say(ChangeKind::Deprecated, deprecation(now)));
        }
        _ => {}
    }
    if let Some(effect) = rewired(old, new) {
        said.push(say(ChangeKind::Rewired, effect));
    }
    let needs =
        |facts: &Facts<'_>, item: &Item| facts.requirements.get(&item.path).copied().cloned();
    if old.kind == ItemKind::Function && needs(old_facts, old) != needs(new_facts, new) {
        let effect = "other permissions, roles or clouds are named for it";
        said.push(say(ChangeKind::Permitted, effect.to_owned()));
    }
    if before.description != after.description {
        let effect = "its documentation is another one";
        said.push(say(ChangeKind::Described, effect.to_owned()));
    }
    said
}

/// A deprecation in one sentence.
fn deprecation(deprecation: &Deprecation) -> String {
    let mut text = "the compiler warns of it".to_owned();
    if let Some(date) = &deprecation.date {
        text += &format!("; deprecated since {date}");
    }
    if let Some(date) = &deprecation.removal_date {
        text += &format!("; it goes away on {date}");
    }
    if let Some(description) = &deprecation.description {
        text += &format!(": {description}");
    }
    text
}

/// What the same code sends or reads under another name.
fn rewired(old: &Item, new: &Item) -> Option<String> {
    let wire = |item: &Item| match item.kind {
        ItemKind::Field | ItemKind::Variant => item
            .origin
            .rsplit_once('/')
            .map(|(_, name)| name.to_owned()),
        ItemKind::Function if item.origin.starts_with('/') => Some(item.origin.clone()),
        _ => None,
    };
    let (old, new) = (wire(old)?, wire(new)?);
    (old != new).then(|| format!("it stands for `{new}`, where it stood for `{old}`"))
}
