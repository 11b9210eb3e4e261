//! Every public item of a surface, in one list.

use serde::Serialize;

use super::{
    Argument, Builder, Choice, Condition, Definition, EitherChoice, Enumeration, Family, Field,
    Fill, Model, OperationMethod, Presence, RequestType, Struct, Surface, Target,
};
use crate::ir::Documentation;
use crate::openapi::{unkeyed_path, unkeyed_type};
use crate::plan::RustType;
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

/// The type of a field.
fn field_type(field: &Field) -> String {
    match &field.presence {
        Presence::Required => field.value_type.to_string(),
        Presence::Optional => field.value_type.clone().optional().to_string(),
        Presence::Nullable => field.value_type.clone().nullable().to_string(),
        Presence::Related {
            target,
            is_collection,
        } => {
            let target = target.to_string().replacen("models", "targets", 1);
            if *is_collection {
                format!("model::Related<[{target}]>")
            } else {
                format!("model::Related<{target}>")
            }
        }
    }
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

    fn model(&mut self, model: &Model) {
        let path = model.path.to_string();
        let key = unkeyed_type(model.key.as_str());
        let at = At::of(&model.place, &model.condition).saying(&model.documentation);
        match &model.definition {
            Definition::Struct(object) => self.object(&path, &key, object, &at),
            Definition::Enumeration(enumeration) => {
                self.enumeration(&path, &key, enumeration, &at);
            }
            Definition::Choice(choice) => self.choice(&path, &key, choice, &at),
            Definition::Either(either) => self.either(&path, &key, either, &at),
        }
    }

    fn object(&mut self, path: &str, key: &str, object: &Struct, at: &At<'_>) {
        self.add(path, ItemKind::Struct, "struct", key, at);
        let own = At::of(&at.place, &at.condition);
        let required: Vec<String> = object
            .fields
            .iter()
            .filter(|field| field.presence == Presence::Required)
            .map(|field| format!("{}: impl Into<{}>", field.identifier, field.value_type))
            .collect();
        let signature = format!("fn({}) -> Self", required.join(", "));
        let new = format!("{path}::new");
        self.add(
            &new,
            ItemKind::Function,
            &signature,
            &format!("{key} new"),
            &own,
        );
        for field in &object.fields {
            self.field(path, key, field, at);
        }
        for base in &object.bases {
            for signature in [
                format!("impl DerivedFrom<{}>", base.path),
                format!("impl Into<{}>", base.path),
            ] {
                let own = own.when(&base.condition);
                self.add(path, ItemKind::Implementation, &signature, "", &own);
            }
        }
        if object.is_base {
            let signature = "fn<D: DerivedFrom<Self>>(&self) -> Result<Option<D>, DecodeError>";
            let (name, origin) = (format!("{path}::downcast"), format!("{key} downcast"));
            self.add(&name, ItemKind::Function, signature, &origin, &own);
        }
        if let Some(family) = &object.family {
            self.family(path, key, object, family, at);
        }
    }

    fn field(&mut self, path: &str, key: &str, field: &Field, at: &At<'_>) {
        let name = format!("{path}::{}", field.identifier);
        let origin = format!("{key}/{}", field.property);
        let own = At::of(&field.place, &at.condition).saying(&field.documentation);
        self.add(&name, ItemKind::Field, &field_type(field), &origin, &own);
        let Some(fill) = &field.setter else {
            return;
        };
        let argument = match fill {
            Fill::Value(value) if field.presence == Presence::Nullable => {
                format!("impl Into<{}>", value.clone().nullable())
            }
            Fill::Value(value) => format!("impl Into<{value}>"),
            Fill::Items(item) => {
                format!("impl IntoIterator<Item = impl Into<{item}>>")
            }
        };
        self.add(
            &format!("{path}::{}", field.identifier.setter()),
            ItemKind::Function,
            &format!("fn(self, {argument}) -> Self"),
            &origin,
            &own.when(&field.setter_condition),
        );
    }

    fn family(&mut self, base: &str, key: &str, object: &Struct, family: &Family, at: &At<'_>) {
        let path = base.rsplit_once("::").map_or_else(
            || family.identifier.to_string(),
            |(modules, _)| format!("{modules}::{}", family.identifier),
        );
        let key = format!("{key} family");
        let at = At::of(&at.place, &at.condition);
        self.add(&path, ItemKind::Enum, "enum", &key, &at);
        let own = format!("(Box<{base}>)");
        for name in ["Unknown", family.base_variant.as_str()] {
            let origin = format!("{key} {name}");
            let name = format!("{path}::{name}");
            self.add(&name, ItemKind::Variant, &own, &origin, &at);
        }
        for variant in &family.variants {
            self.add(
                &format!("{path}::{}", variant.identifier),
                ItemKind::Variant,
                &format!("(Box<{}>)", variant.object),
                &format!("{key} of {}", variant.schema),
                &at.when(&variant.condition),
            );
        }
        for (name, number) in &family.accessors {
            if let Some(field) = object.fields.get(*number) {
                self.add(
                    &format!("{path}::{name}"),
                    ItemKind::Function,
                    &format!("fn(&self) -> Option<{}>", field.value_type),
                    &format!("{key}/{}", field.property),
                    &At::of(&field.place, &at.condition).saying(&field.documentation),
                );
            }
        }
    }

    fn enumeration(&mut self, path: &str, key: &str, enumeration: &Enumeration, at: &At<'_>) {
        self.add(path, ItemKind::Enum, "enum", key, at);
        for (identifier, member) in &enumeration.variants {
            let documentation = Documentation {
                description: member.description.clone(),
                deprecation: None,
            };
            let own = At::of(&at.place, &at.condition).saying(&documentation);
            let name = format!("{path}::{identifier}");
            let origin = format!("{key}/{}", member.value);
            self.add(&name, ItemKind::Variant, "", &origin, &own);
        }
    }

    fn choice(&mut self, path: &str, key: &str, choice: &Choice, at: &At<'_>) {
        self.add(path, ItemKind::Enum, "enum", key, at);
        for alternative in &choice.alternatives {
            let variant = &alternative.variant;
            let own = At::of(&at.place, &variant.condition);
            self.add(
                &format!("{path}::{}", variant.identifier),
                ItemKind::Variant,
                &format!("(Box<{}>)", variant.object),
                &format!("{key} of {}", variant.schema),
                &own,
            );
            let arguments: Vec<String> = alternative
                .arguments
                .iter()
                .map(|(name, value)| format!("{name}: impl Into<{value}>"))
                .collect();
            let signature = format!("fn({}) -> Self", arguments.join(", "));
            for constructor in &alternative.constructors {
                let name = format!("{path}::{}", constructor.identifier);
                let origin = format!("{key} of {} as {}", variant.schema, constructor.value);
                self.add(&name, ItemKind::Function, &signature, &origin, &own);
            }
        }
    }

    fn either(&mut self, path: &str, key: &str, either: &EitherChoice, at: &At<'_>) {
        self.add(path, ItemKind::Enum, "enum", key, at);
        for (identifier, value, _) in &either.variants {
            let name = format!("{path}::{identifier}");
            let signature = format!("({})", RustType::to_string(value));
            let own = At::of(&at.place, &at.condition);
            self.add(
                &name,
                ItemKind::Variant,
                &signature,
                &format!("{key} as {identifier}"),
                &own,
            );
        }
    }
}
