//! What became of one item, as a compiler and a user of the code judge it.

use std::collections::HashMap;

use super::renames::Renames;
use super::signature::{Arguments, Signature};
use super::{ChangeKind, Severity};
use crate::ir::Limit;
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

    /// Whether it is the type or the name that changed.
    pub(super) fn is_of_type(&self) -> bool {
        matches!(self.kind, ChangeKind::Retyped | ChangeKind::Renamed)
    }

    fn breaking(kind: ChangeKind, effect: impl Into<String>) -> Self {
        Self::new(Severity::Breaking, kind, effect)
    }
}

/// What is known of the items of a surface beside their signatures, by their origins.
pub(super) struct Facts<'a> {
    limits: HashMap<String, &'a [Limit]>,
    pub(super) requirements: HashMap<String, &'a Requirements>,
    /// The names of the options of request types, by their paths.
    options: HashMap<String, Vec<&'a str>>,
    /// The features that a feature turns on.
    enables: HashMap<&'a str, &'a [String]>,
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
            enables: surface
                .features
                .iter()
                .map(|feature| (feature.name.as_str(), feature.enables.as_slice()))
                .collect(),
        }
    }

    fn limits(&self, item: &Item) -> &'a [Limit] {
        self.limits.get(&item.path).copied().unwrap_or_default()
    }

    /// Whether a feature, with those that it turns on, brings what one of these features gates.
    fn brings(&self, feature: &String, gates: &[String]) -> bool {
        let enables = self.enables.get(feature.as_str()).copied();
        gates.contains(feature)
            || enables
                .unwrap_or_default()
                .iter()
                .any(|part| gates.contains(part))
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
    let signature = signature((old, old_facts), (new, new_facts), renames);
    if signature
        .as_ref()
        .is_some_and(|verdict| verdict.severity == Severity::Breaking)
    {
        return signature;
    }
    if renames.path(&old.path) != new.path || is_type_renamed(old, new) {
        let effect = format!("it is `{}` now", new.path);
        return Some(Verdict::breaking(ChangeKind::Renamed, effect));
    }
    signature
        .or_else(|| gate(old, (new, new_facts)))
        .or_else(|| limits(old_facts.limits(old), new_facts.limits(new)))
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
                old_facts.options(Signature::parse(&old.signature)?.result),
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
    let gives = if argument(before) == argument(after) {
        ""
    } else {
        "it gives something else; "
    };
    let (lost, gained) = (missing(old, new), missing(new, old));
    let takes = match (lost.is_empty(), gained.is_empty()) {
        (true, false) if gives.is_empty() => format!(
            "it takes the options {} too; only code that names the request type breaks",
            quoted(&gained)
        ),
        (true, false) => format!("it takes the options {} too", quoted(&gained)),
        (false, true) => format!("it takes the options {} no more", quoted(&lost)),
        (false, false) => format!(
            "it takes the options {} no more, and {} instead",
            quoted(&lost),
            quoted(&gained)
        ),
        (true, true) if gives.is_empty() => "its request type is another one".to_owned(),
        (true, true) => return "it gives something else".to_owned(),
    };
    format!("{gives}{takes}")
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Whether features that brought the item bring it no more.
fn gate(old: &Item, (new, facts): (&Item, &Facts<'_>)) -> Option<Verdict> {
    let (old, new) = (&old.condition, &new.condition);
    let stays = new.is_always()
        || !old.is_always() && old.0.iter().all(|feature| facts.brings(feature, &new.0));
    if stays {
        return None;
    }
    let lost: Vec<String> = old
        .0
        .iter()
        .filter(|one| !facts.brings(one, &new.0))
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
