//! Every public item of a surface, in one list.

mod models;

use serde::Serialize;

use super::{Argument, Builder, Condition, OperationMethod, RequestType, Surface, Target};
use crate::ir::Documentation;
use crate::openapi::unkeyed_path;
use crate::source::Pointer;

/// A public item: what a program can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Where it is, such as `models::User::display_name`.
    pub path: String,
    /// What it is.
    pub kind: ItemKind,
    /// What the compiler holds a use of it against, such as `fn get(&self) -> Request<()>`.
    pub signature: String,
    /// What it is in the document, in words that outlive another name in Rust, another name of a
    /// key in a path and another way to write one: `microsoft.graph.user/displayName`,
    /// `GET /users/{}`. Items of a kind differ in it; it is empty for what the document does not name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// Where it stands in the document; the root for what comes from no one place.
    pub place: Pointer,
    /// What the document says of it.
    pub documentation: Documentation,
    /// When it is compiled.
    #[serde(skip_serializing_if = "Condition::is_always")]
    pub condition: Condition,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum ItemKind {
    Struct,
    Enum,
    Field,
    Variant,
    Function,
    Constant,
    Static,
    Implementation,
    /// A feature of Cargo.
    Feature,
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.signature)
    }
}

impl Surface {
    /// Every public item, by its path.
    pub fn items(&self) -> Vec<Item> {
        let mut items = Items::default();
        let root = At::default();
        items.add("Api", ItemKind::Struct, "struct", "", &root);
        for entry in &self.entries {
            let module = entry.module.as_ref().map_or("", |module| module.as_str());
            let result = format!("Builder<{module}::{}>", entry.builder);
            items.add(
                &format!("Api::{}", entry.method),
                ItemKind::Function,
                &function(&entry.arguments, true, &result),
                &unkeyed_path(&format!("/{}", entry.segment)),
                &root.when(&entry.condition),
            );
        }
        for model in &self.models {
            items.model(model);
        }
        for target in &self.targets {
            items.target(target);
        }
        for request in &self.requests {
            items.request(request);
        }
        for set in &self.requirements {
            let path = format!("requirements::{}", set.identifier);
            items.add(
                &path,
                ItemKind::Static,
                "operation::Requirements",
                "",
                &root,
            );
        }
        for feature in &self.features {
            let path = format!("feature {}", feature.name);
            items.add(&path, ItemKind::Feature, "feature", "", &root);
        }
        for segment in &self.segments {
            for file in &segment.files {
                let condition = if file.part.is_some() {
                    &file.condition
                } else {
                    &segment.condition
                };
                for builder in &file.builders {
                    items.builder(segment.module.as_str(), builder, condition);
                }
            }
        }
        let mut items = items.0;
        items.sort_by(|one, other| {
            let key = |item: &Item| (item.path.clone(), item.kind, item.signature.clone());
            key(one).cmp(&key(other))
        });
        items
    }
}

fn function(arguments: &[Argument], has_self: bool, result: &str) -> String {
    let own = has_self.then(|| "&self".to_owned());
    let arguments = arguments
        .iter()
        .map(|argument| format!("{}: {}", argument.identifier, argument.argument_type));
    let all: Vec<String> = own.into_iter().chain(arguments).collect();
    format!("fn({}) -> {result}", all.join(", "))
}

fn operation_signature(operation: &OperationMethod) -> String {
    let request = match &operation.request {
        Some(request) => format!("requests::{request}<{}>", operation.answer),
        None => format!("Request<{}>", operation.answer),
    };
    function(&operation.arguments, true, &request)
}

/// Where an item comes from.
#[derive(Clone, Default)]
struct At<'s> {
    place: Pointer,
    condition: Condition,
    documentation: Option<&'s Documentation>,
}

impl<'s> At<'s> {
    fn of(place: &Pointer, condition: &Condition) -> Self {
        Self {
            place: place.clone(),
            condition: condition.clone(),
            documentation: None,
        }
    }

    fn when(&self, condition: &Condition) -> Self {
        Self {
            condition: condition.clone(),
            ..self.clone()
        }
    }

    fn saying(&self, documentation: &'s Documentation) -> Self {
        Self {
            documentation: Some(documentation),
            ..self.clone()
        }
    }
}

#[derive(Default)]
struct Items(Vec<Item>);

impl Items {
    fn add(&mut self, path: &str, kind: ItemKind, signature: &str, origin: &str, at: &At<'_>) {
        self.0.push(Item {
            path: path.to_owned(),
            kind,
            signature: signature.to_owned(),
            origin: origin.to_owned(),
            place: at.place.clone(),
            documentation: at.documentation.cloned().unwrap_or_default(),
            condition: at.condition.clone(),
        });
    }

    fn target(&mut self, target: &Target) {
        let path = target
            .path
            .to_string()
            .replacen("models", "models::targets", 1);
        let key = target.schema.as_str();
        let at = At::of(
            &Pointer::of(["components", "schemas", key]),
            &Condition::default(),
        );
        let origin = format!("{key} target");
        self.add(&path, ItemKind::Enum, "enum", &origin, &at);
        if let Some(model) = &target.model {
            let signature = format!("impl Target<Model = {model}>");
            let at = at.when(&target.condition);
            self.add(&path, ItemKind::Implementation, &signature, &origin, &at);
        }
    }

    fn request(&mut self, request: &RequestType) {
        let path = format!("requests::{}", request.identifier);
        let root = At::default();
        let options: Vec<String> = request
            .methods
            .iter()
            .map(|(_, option)| {
                let (location, name) = (option.location, &option.name);
                format!("{location:?} {name}: {:?}", option.option_type)
            })
            .collect();
        let origin = format!("request with {}", options.join(", "));
        self.add(&path, ItemKind::Struct, "struct", &origin, &root);
        for ((method, option), name) in request.methods.iter().zip(&options) {
            self.add(
                &format!("{path}::{method}"),
                ItemKind::Function,
                &format!("fn(self, {}) -> Self", option.argument_type()),
                &format!("{origin} / {name}"),
                &root,
            );
        }
    }

    fn builder(&mut self, module: &str, builder: &Builder, condition: &Condition) {
        let path = format!("{module}::{}", builder.identifier);
        let at = At::of(&Pointer::of(["paths", builder.path.as_str()]), condition);
        let own = unkeyed_path(&builder.path);
        if builder.is_declared_here {
            self.add(&path, ItemKind::Struct, "struct", &own, &at);
        }
        for child in &builder.children {
            self.add(
                &format!("{path}::{}", child.method),
                ItemKind::Function,
                &function(
                    &child.arguments,
                    true,
                    &format!("Builder<{}>", child.builder),
                ),
                &unkeyed_path(&format!("{}/{}", builder.path, child.segment)),
                &at.when(condition),
            );
        }
        for operation in &builder.operations {
            let at = At::of(&operation.place, condition).saying(&operation.documentation);
            let origin = format!("{} {own}", operation.method.token());
            self.add(
                &format!("{path}::{}", operation.identifier),
                ItemKind::Function,
                &operation_signature(operation),
                &origin,
                &at,
            );
            if let Some(constants) = &operation.constants {
                let path = format!("{path}::{}", constants.operation);
                let signature = "operation::Operation";
                self.add(&path, ItemKind::Constant, signature, &origin, &at);
            }
        }
    }
}
