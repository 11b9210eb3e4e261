//! What became of one item, as a compiler and a user of the code judge it.

use std::collections::HashMap;

use super::renames::Renames;
use super::signature::{Arguments, Signature};
use super::{ChangeKind, Severity};
use crate::ir::{Deprecation, Limit};
use crate::plan::Surface;
use crate::plan::surface::{Definition, Item, ItemKind, Requirements};

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) severity: Severity,
    pub(super) kind: ChangeKind,
    pub(super) effect: String,
}

impl Verdict {
    pub(super) fn new(severity: Severity, kind: ChangeKind, effect: impl Into<String>) -> Self {
        Self {
            severity,
            kind,
            effect: effect.into(),
        }
    }

    fn breaking(kind: ChangeKind, effect: impl Into<String>) -> Self {
        Self::new(Severity::Breaking, kind, effect)
    }
}

/// What is known of the items of a surface beside their signatures, by their origins.
pub(super) struct Facts<'a> {
    limits: HashMap<String, &'a [Limit]>,
    requirements: HashMap<String, &'a Requirements>,
    /// The names of the options of request types, by their paths.
    options: HashMap<String, Vec<&'a str>>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(surface: &'a Surface) -> Self {
        let mut limits = HashMap::new();
        for model in &surface.models {
            let Definition::Struct(object) = &model.definition else {
                continue;
            };
            for field in object
                .fields
                .iter()
                .filter(|field| !field.limits.is_empty())
            {
                let path = format!("{}::{}", model.path, field.identifier);
                limits.insert(path, field.limits.as_slice());
            }
        }
        let requirements = surface.segments.iter().flat_map(|segment| {
            let builders = segment.files.iter().flat_map(|file| &file.builders);
            builders.flat_map(move |builder| {
                builder.operations.iter().map(move |operation| {
                    let builder = &builder.identifier;
                    let path = format!("{}::{builder}::{}", segment.module, operation.identifier);
                    (path, &operation.requirements)
                })
            })
        });
        let options = surface.requests.iter().map(|request| {
            let names = request
                .methods
                .iter()
                .map(|(_, option)| option.name.as_str());
            (format!("requests::{}", request.identifier), names.collect())
        });
        Self {
            limits,
            requirements: requirements.collect(),
            options: options.collect(),
        }
    }

    fn limits(&self, item: &Item) -> &'a [Limit] {
        self.limits.get(&item.path).copied().unwrap_or_default()
    }

    /// The options of the request that a function returns.
    fn options(&self, result: &str) -> &[&'a str] {
        let name = result.split('<').next().unwrap_or_default();
        self.options.get(name).map_or(&[], Vec::as_slice)
    }
}

/// What became of the code of an item; none when it is what it was.
pub(super) fn code(
    (old, old_facts): (&Item, &Facts<'_>),
    (new, new_facts): (&Item, &Facts<'_>),
    renames: &Renames,
) -> Option<Verdict> {
    if let Some(verdict) = signature((old, old_facts), (new, new_facts), renames) {
        return Some(verdict);
    }
    let is_renamed = renames.path(&old.path) != new.path || is_type_renamed(old, new);
    if is_renamed {
        let effect = format!("it is `{}` now", new.path);
        return Some(Verdict::breaking(ChangeKind::Renamed, effect));
    }
    gate(old, new).or_else(|| limits(old_facts.limits(old), new_facts.limits(new)))
}

fn is_type_renamed(old: &Item, new: &Item) -> bool {
    matches!(old.kind, ItemKind::Struct | ItemKind::Enum) && old.path != new.path
}

fn signature(
    (old, old_facts): (&Item, &Facts<'_>),
    (new, new_facts): (&Item, &Facts<'_>),
    renames: &Renames,
) -> Option<Verdict> {
    let before = renames.signature(old);
    if before == new.signature {
        return None;
    }
    let functions = (old.kind == ItemKind::Function)
        .then(|| Signature::parse(&before).zip(Signature::parse(&new.signature)))
        .flatten();
    let Some((before, after)) = functions else {
        let effect = "its type is another one";
        return Some(Verdict::breaking(ChangeKind::Retyped, effect));
    };
    let retyped = |effect: String| Some(Verdict::breaking(ChangeKind::Retyped, effect));
    match before.arguments_in(&after) {
        Arguments::More(names) => {
            let effect = format!("it must be given {} too", quoted(&names));
            Some(Verdict::breaking(ChangeKind::MadeRequired, effect))
        }
        Arguments::Fewer(names) => retyped(format!("it takes {} no more", quoted(&names))),
        Arguments::Reordered => retyped(
            "its arguments changed places, which the compiler does not see where types agree"
                .to_owned(),
        ),
        Arguments::Retyped => retyped("an argument has another type".to_owned()),
        Arguments::Same { renamed } if before.result == after.result => renamed.then(|| {
            let effect = "an argument has another name; calls stay as they are";
            Verdict::new(Severity::Documentation, ChangeKind::Renamed, effect)
        }),
        Arguments::Same { .. } => {
            let (old, new) = (
                old_facts.options(&Signature::parse(&old.signature)?.result),
                new_facts.options(after.result),
            );
            retyped(result_effect(before.result, after.result, old, new))
        }
    }
}

/// What it means that a function returns something else.
fn result_effect(before: &str, after: &str, old: &[&str], new: &[&str]) -> String {
    let argument = |text: &str| text.split_once('<').map(|(_, rest)| rest.to_owned());
    let missing = |all: &[&str], from: &[&str]| -> Vec<String> {
        let names = all.iter().filter(|one| !from.contains(one));
        names.map(|name| (*name).to_owned()).collect()
    };
    if argument(before) != argument(after) {
        return "it gives something else".to_owned();
    }
    let (lost, gained) = (missing(old, new), missing(new, old));
    match (lost.is_empty(), gained.is_empty()) {
        (true, false) => format!(
            "it takes the options {} too; only code that names the request type breaks",
            quoted(&gained)
        ),
        (false, true) => format!("it takes the options {} no more", quoted(&lost)),
        (false, false) => format!(
            "it takes the options {} no more, and {} instead",
            quoted(&lost),
            quoted(&gained)
        ),
        (true, true) => "its request type is another one".to_owned(),
    }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Whether features that brought the item bring it no more.
fn gate(old: &Item, new: &Item) -> Option<Verdict> {
    let (old, new) = (&old.condition, &new.condition);
    let stays =
        new.is_always() || !old.is_always() && old.0.iter().all(|feature| new.0.contains(feature));
    if stays {
        return None;
    }
    let lost: Vec<String> = old
        .0
        .iter()
        .filter(|one| !new.0.contains(one))
        .cloned()
        .collect();
    let effect = if lost.is_empty() {
        format!("it needs one of the features {}", quoted(&new.0))
    } else {
        format!("{} alone does not bring it any more", quoted(&lost))
    };
    Some(Verdict::breaking(ChangeKind::Gated, effect))
}

fn limits(old: &[Limit], new: &[Limit]) -> Option<Verdict> {
    if old == new {
        return None;
    }
    let allows = |limit: &Limit| {
        new.contains(limit)
            || new.iter().any(|other| is_at_least_as_wide(*other, *limit))
            || !new.iter().any(|other| same_keyword(*other, *limit))
    };
    let is_wider = new
        .iter()
        .all(|limit| old.iter().any(|other| same_keyword(*other, *limit)))
        && old.iter().all(allows);
    Some(if is_wider {
        let effect = "more values may be sent";
        Verdict::new(Severity::Documentation, ChangeKind::Limited, effect)
    } else {
        let effect = "values that were sent may be refused before they are sent";
        Verdict::breaking(ChangeKind::Limited, effect)
    })
}

fn same_keyword(one: Limit, other: Limit) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

/// Whether all that the second limit lets pass the first one lets pass too.
fn is_at_least_as_wide(new: Limit, old: Limit) -> bool {
    match (new, old) {
        (Limit::MaxLength(new), Limit::MaxLength(old))
        | (Limit::MaxItems(new), Limit::MaxItems(old)) => new >= old,
        (Limit::MinLength(new), Limit::MinLength(old))
        | (Limit::MinItems(new), Limit::MinItems(old)) => new <= old,
        (Limit::Maximum(new), Limit::Maximum(old)) => new >= old,
        (Limit::Minimum(new), Limit::Minimum(old)) => new <= old,
        _ => false,
    }
}

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
pub(super) fn deprecation(deprecation: &Deprecation) -> String {
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
