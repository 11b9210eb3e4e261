//! From the facts of an API to the surface of Rust.
//!
//! Everything that Rust and Cargo decide is decided here: identifiers, what is behind a pointer,
//! which types are enums, request types, features. Names are decided against the whole document and
//! then cut to a selection, so that they stay when a selection grows. The result, a [`Surface`], is a
//! value that serialises; rendering writes it down.

mod areas;
mod boxes;
mod decisions;
mod directions;
mod families;
mod features;
mod inline_groups;
mod models;
mod modules;
mod options;
mod paths;
mod pins;
mod requests;
mod requirements;
mod rust_type;
mod segments;
mod slice;
pub mod surface;
mod targets;
mod types;
mod values;

pub use families::Form;
pub use options::{Options, Preferences, Rename};
pub use rust_type::{ModelPath, RustType};
pub use surface::{Feature, Surface};

use std::collections::BTreeSet;

use boxes::Boxes;
use decisions::Decisions;
use features::{Features, name_conditions};
use models::Models;
use pins::Pins;
use requirements::RequirementSets;
use segments::Segments;
use slice::Slice;
use surface::Condition;
use values::Values;

use crate::ir::Api;
use crate::openapi::PLAN;
use crate::select::Selected;
use crate::source::{Document, Finding, Mapping, Node, Pointer};

/// How many properties all structs together can have, those of ancestors counted with each: this
/// many, and this many times those that their schemas declare. Graph has not twice as many.
const MOST_PROPERTIES: usize = 20_000;
const MOST_TIMES: usize = 8;

/// A surface, and what is to be said of it.
pub struct Plan {
    /// The surface.
    pub surface: Surface,
    /// What is wrong, or could not be expressed.
    pub findings: Vec<Finding>,
}

/// Plans the surface of a selection of a document.
///
/// `types` are the schemas that the selection asks for by name.
pub fn plan(
    document: &Document,
    api: &Api,
    selected: &Selected<'_>,
    types: &[String],
    options: &Options,
) -> Plan {
    let mut findings = Vec::new();
    let pins = Pins::of(document, &mut findings);
    let mut decisions = Decisions::make(api, &pins, &options.preferences);
    findings.append(&mut decisions.findings);
    findings.extend(options.preferences.unmatched(api));
    let slice = Slice::of(api, &decisions, selected, types);
    if let Some(finding) = too_much_inherited(api, &slice) {
        findings.push(finding);
        return Plan {
            surface: Surface::default(),
            findings,
        };
    }
    let boxes = Boxes::of(api, &slice, &decisions);
    let features = Features::new(&decisions.areas, options.feature_prefix.as_deref());
    let values = Values {
        api,
        decisions: &decisions,
        slice: &slice,
    };
    let mut models = Models {
        values: &values,
        boxes: &boxes,
        features: &features,
        preferences: &options.preferences,
        findings: &mut findings,
    };
    let plan_paths = || {
        let requirements = RequirementSets::of(&api.operations);
        let segments = Segments::new(&values, &features, &requirements);
        let present: BTreeSet<_> = segments.present();
        Surface {
            title: api.title.clone(),
            root: api.root.clone(),
            requests: segments.requests(),
            requirements: requirements.of_slice(&slice.operations),
            entries: segments.entries(),
            segments: segments.segments(),
            features: features.list(&present),
            ..Surface::default()
        }
    };
    let (mut surface, (model_items, targets)) =
        rayon::join(plan_paths, || (models.models(), models.targets()));
    surface.models = model_items;
    surface.targets = targets;
    if options.named_conditions {
        surface.conditions = name_conditions(conditions(&surface));
    }
    Plan { surface, findings }
}

/// All conditions in a surface.
fn conditions(surface: &Surface) -> BTreeSet<Condition> {
    let of_models = surface.models.iter().map(|model| &model.condition);
    let of_segments = surface.segments.iter().flat_map(|segment| {
        std::iter::once(&segment.condition).chain(segment.files.iter().map(|file| &file.condition))
    });
    of_models.chain(of_segments).cloned().collect()
}

/// An error when the code would be without measure, since every struct has the properties of its
/// ancestors.
fn too_much_inherited(api: &Api, slice: &Slice<'_>) -> Option<Finding> {
    let (mut declared, mut total) = (0_usize, 0_usize);
    let mut largest: Option<(usize, &Pointer)> = None;
    for object in slice.types.keys().filter_map(|key| api.object(key)) {
        let lineage = api.lineage(object);
        let all: usize = lineage.iter().map(|one| one.properties.len()).sum();
        declared += object.properties.len();
        total += all;
        if largest.is_none_or(|(most, _)| all > most) {
            largest = Some((all, &object.place));
        }
    }
    let bound = MOST_PROPERTIES.max(declared.saturating_mul(MOST_TIMES));
    let (most, place) = largest.filter(|_| total > bound)?;
    let message = format!(
        "{declared} properties would become {total} fields, since every struct has those of its \
         ancestors, this one {most}; at most {bound} are made of so many"
    );
    Some(Finding::error(place.clone(), message).with_help(
        "put properties into schemas of their own and refer to these, or select fewer types",
    ))
}

/// The trimmed document of a selection, with those decisions of the whole document that it would
/// not come to on its own.
pub(crate) fn carry_decisions(
    document: &Document,
    api: &Api,
    selected: &Selected<'_>,
) -> (Document, Vec<Finding>) {
    /// Each round adds what the one before moved; more than two are hardly ever needed.
    const MOST_ROUNDS: usize = 8;

    let mut findings = Vec::new();
    let preferences = Preferences::default();
    let whole_pins = Pins::of(document, &mut findings);
    let whole = Decisions::make(api, &whole_pins, &preferences);
    let trimmed = selected.document();
    let (part_api, _) = crate::ir::read(&trimmed);
    let mut pins = Pins::default();
    for _ in 0..MOST_ROUNDS {
        let part = Decisions::make(&part_api, &pins, &preferences);
        if !pins.add_differences((api, &whole), (&part_api, &part)) {
            break;
        }
    }
    if pins.is_empty() {
        return (trimmed, findings);
    }
    let mut root = Mapping::new();
    for (key, value) in trimmed
        .root()
        .as_mapping()
        .into_iter()
        .flat_map(Mapping::iter)
    {
        // Before the paths, where a reader looks first.
        if key == "paths" {
            root.push_distinct(PLAN, pins.to_node());
        }
        root.push_distinct(key, value.clone());
    }
    (trimmed.with_root(Node::from(root)), findings)
}
