//! What has to be the same for a type to be the same.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher;

use fnv::FnvHasher;

use crate::ir::Documentation;
use crate::plan::surface::{
    Condition, Definition, Fill, Model, Presence, Struct, Surface, Target, Variant,
};
use crate::plan::{ModelPath, RustType};
use crate::source::Pointer;

/// A type, or a name of one that navigation properties lead to.
#[derive(Debug)]
pub(super) struct Part {
    /// A digest of what has to be equal.
    pub(super) core: u64,
    /// A digest of each thing of which the other may have more.
    pub(super) grows: Vec<u64>,
    /// The paths of the parts that it leads to.
    pub(super) leads_to: Vec<String>,
}

/// The parts of a surface by their paths.
pub(super) fn parts(surface: &Surface) -> BTreeMap<String, Part> {
    let mut parts = BTreeMap::new();
    for model in &surface.models {
        parts.insert(model_path(model), of_model(model));
    }
    for target in &surface.targets {
        parts.insert(target_path(&target.path), of_target(target));
    }
    // The enum of a type and its descendants goes with the type.
    let families: HashMap<String, String> = surface
        .models
        .iter()
        .filter_map(|model| Some((family_path(model)?, model_path(model))))
        .collect();
    for part in parts.values_mut() {
        for path in &mut part.leads_to {
            if let Some(base) = families.get(path) {
                path.clone_from(base);
            }
        }
    }
    parts
}

/// The path of a model's part.
pub(super) fn model_path(model: &Model) -> String {
    model.path.to_string()
}

/// The path of a target's part.
pub(super) fn target_path(path: &ModelPath) -> String {
    path.to_string().replacen("models", "models::targets", 1)
}

fn family_path(model: &Model) -> Option<String> {
    let Definition::Struct(object) = &model.definition else {
        return None;
    };
    let path = ModelPath {
        modules: model.path.modules.clone(),
        identifier: object.family.as_ref()?.identifier.clone(),
    };
    Some(path.to_string())
}

fn of_target(target: &Target) -> Part {
    let model = target.model.as_ref();
    Part {
        core: digest(target.schema.as_str()),
        grows: model.map(|_| digest("model")).into_iter().collect(),
        leads_to: model.map(ToString::to_string).into_iter().collect(),
    }
}

fn of_model(model: &Model) -> Part {
    let mut leads_to = Vec::new();
    let mut grows = Vec::new();
    let core = match &model.definition {
        Definition::Struct(object) => {
            let core = core_of_struct(object);
            grows = growing_of_struct(object, &mut leads_to);
            Definition::Struct(core)
        }
        Definition::Enumeration(enumeration) => {
            let mut core = enumeration.clone();
            for (_, member) in &mut core.variants {
                member.description = None;
            }
            Definition::Enumeration(core)
        }
        Definition::Choice(choice) => {
            let mut core = choice.clone();
            for one in &mut core.alternatives {
                leads_to.push(one.variant.object.to_string());
                for (_, argument) in &one.arguments {
                    add_models(argument, &mut leads_to);
                }
                one.variant.condition = Condition::default();
            }
            Definition::Choice(core)
        }
        Definition::Either(either) => {
            for (_, value, _) in &either.variants {
                add_models(value, &mut leads_to);
            }
            Definition::Either(either.clone())
        }
    };
    // What serialises as JSON does so always.
    let text = serde_json::to_string(&core).unwrap_or_default();
    leads_to.sort_unstable();
    leads_to.dedup();
    Part {
        core: digest(&format!("{}\n{text}", model.title)),
        grows: grows.iter().map(|text| digest(text)).collect(),
        leads_to,
    }
}

/// A struct without what may grow, and without what is no matter of its type: texts, places,
/// features.
fn core_of_struct(object: &Struct) -> Struct {
    let mut core = object.clone();
    core.bases.clear();
    core.is_base = false;
    core.descendants.clear();
    if let Some(family) = &mut core.family {
        family.variants.clear();
    }
    for field in &mut core.fields {
        field.documentation = Documentation::default();
        field.place = Pointer::root();
        field.setter_condition = Condition::default();
        if let Presence::Related { .. } = field.presence {
            field.setter = None;
        }
    }
    core
}

/// What of a struct may grow with a slice; adds the paths that all of it leads to.
fn growing_of_struct(object: &Struct, leads_to: &mut Vec<String>) -> Vec<String> {
    let mut grows = Vec::new();
    for field in &object.fields {
        add_models(&field.value_type, leads_to);
        if let Some(Fill::Value(value) | Fill::Items(value)) = &field.setter {
            add_models(value, leads_to);
        }
        if let Presence::Related { target, .. } = &field.presence {
            leads_to.push(target_path(target));
            if let Some(Fill::Value(value) | Fill::Items(value)) = &field.setter {
                grows.push(format!("set {} {value}", field.identifier));
            }
        }
    }
    for base in &object.bases {
        leads_to.push(base.path.to_string());
        grows.push(format!("derived from {}", base.path));
    }
    if object.is_base {
        grows.push("base".to_owned());
    }
    // They only count where a value of this type is read in place of another.
    if !object.bases.is_empty() {
        let names = object.descendants.iter();
        grows.extend(names.map(|name| format!("as {name}")));
    }
    for variant in object.family.iter().flat_map(|family| &family.variants) {
        leads_to.push(variant.object.to_string());
        let Variant {
            identifier,
            object,
            values,
            ..
        } = variant;
        grows.push(format!("{identifier}({object}): {}", values.join("|")));
    }
    grows
}

/// The models in a type, which is as deep as collections are nested.
fn add_models(value: &RustType, paths: &mut Vec<String>) {
    match value {
        RustType::Std(_, arguments) | RustType::Runtime(_, arguments) => {
            for argument in arguments {
                add_models(argument, paths);
            }
        }
        RustType::Model(path) => paths.push(path.to_string()),
        RustType::Slice(item) => add_models(item, paths),
        RustType::Bytes => {}
    }
}

fn digest(text: &str) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
