//! Every public item of a surface, in one list.

use serde::Serialize;

use super::{
    Argument, Choice, Condition, Definition, EitherChoice, Enumeration, Family, Field, Fill, Model,
    OperationMethod, Presence, RequirementSet, Struct, Surface,
};
use crate::plan::RustType;
use crate::source::Pointer;

/// A public item: what a program can name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Where it is, such as `models::User::display_name`.
    pub path: String,
    /// What it is.
    pub kind: ItemKind,
    /// What the compiler holds a use of it against, such as `fn get(&self) -> Request<()>`.
    pub signature: String,
    /// Where it stands in the document; the root for what comes from no one place.
    pub place: Pointer,
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
        items.add(
            "Api",
            ItemKind::Struct,
            "struct",
            &Pointer::root(),
            &Condition::default(),
        );
        for entry in &self.entries {
            let module = entry.module.as_ref().map_or("", |module| module.as_str());
            let result = format!("Builder<{module}::{}>", entry.builder);
            items.add(
                &format!("Api::{}", entry.method),
                ItemKind::Function,
                &function(&entry.arguments, true, &result),
                &Pointer::root(),
                &entry.condition,
            );
        }
        for model in &self.models {
            items.model(model);
        }
        for target in &self.targets {
            let path = target
                .path
                .to_string()
                .replacen("models", "models::targets", 1);
            let place = Pointer::of(["components", "schemas", target.schema.as_str()]);
            items.add(&path, ItemKind::Enum, "enum", &place, &Condition::default());
            if let Some(model) = &target.model {
                let signature = format!("impl Target<Model = {model}>");
                items.add(
                    &path,
                    ItemKind::Implementation,
                    &signature,
                    &place,
                    &target.condition,
                );
            }
        }
        for request in &self.requests {
            let path = format!("requests::{}", request.identifier);
            let (root, always) = (Pointer::root(), Condition::default());
            items.add(&path, ItemKind::Struct, "struct", &root, &always);
            for (method, option) in &request.methods {
                items.add(
                    &format!("{path}::{method}"),
                    ItemKind::Function,
                    &format!("fn(self, {}) -> Self", option.argument_type()),
                    &root,
                    &always,
                );
            }
        }
        items.requirements(&self.requirements);
        for segment in &self.segments {
            for file in &segment.files {
                let condition = if file.part.is_some() {
                    &file.condition
                } else {
                    &segment.condition
                };
                for builder in &file.builders {
                    let path = format!("{}::{}", segment.module, builder.identifier);
                    let place = Pointer::of(["paths", builder.path.as_str()]);
                    if builder.is_declared_here {
                        items.add(&path, ItemKind::Struct, "struct", &place, condition);
                    }
                    for child in &builder.children {
                        items.add(
                            &format!("{path}::{}", child.method),
                            ItemKind::Function,
                            &function(
                                &child.arguments,
                                true,
                                &format!("Builder<{}>", child.builder),
                            ),
                            &place,
                            condition,
                        );
                    }
                    for operation in &builder.operations {
                        items.add(
                            &format!("{path}::{}", operation.identifier),
                            ItemKind::Function,
                            &operation_signature(operation),
                            &operation.place,
                            condition,
                        );
                        items.constant(&path, operation, condition);
                    }
                }
            }
        }
        items.0.sort();
        items.0
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

#[derive(Default)]
struct Items(Vec<Item>);

impl Items {
    fn add(
        &mut self,
        path: &str,
        kind: ItemKind,
        signature: &str,
        place: &Pointer,
        condition: &Condition,
    ) {
        self.0.push(Item {
            path: path.to_owned(),
            kind,
            signature: signature.to_owned(),
            place: place.clone(),
            condition: condition.clone(),
        });
    }

    fn requirements(&mut self, sets: &[RequirementSet]) {
        for set in sets {
            let path = format!("requirements::{}", set.identifier);
            let (root, always) = (Pointer::root(), Condition::default());
            let signature = "operation::Requirements";
            self.add(&path, ItemKind::Static, signature, &root, &always);
        }
    }

    fn constant(&mut self, builder: &str, operation: &OperationMethod, condition: &Condition) {
        if let Some(constants) = &operation.constants {
            let path = format!("{builder}::{}", constants.operation);
            let (place, signature) = (&operation.place, "operation::Operation");
            self.add(&path, ItemKind::Constant, signature, place, condition);
        }
    }

    fn model(&mut self, model: &Model) {
        let path = model.path.to_string();
        match &model.definition {
            Definition::Struct(object) => self.object(&path, model, object),
            Definition::Enumeration(enumeration) => self.enumeration(&path, model, enumeration),
            Definition::Choice(choice) => self.choice(&path, model, choice),
            Definition::Either(either) => self.either(&path, model, either),
        }
    }

    fn object(&mut self, path: &str, model: &Model, object: &Struct) {
        let (place, condition) = (&model.place, &model.condition);
        self.add(path, ItemKind::Struct, "struct", place, condition);
        let required: Vec<String> = object
            .fields
            .iter()
            .filter(|field| field.presence == Presence::Required)
            .map(|field| format!("impl Into<{}>", field.value_type))
            .collect();
        let signature = format!("fn({}) -> Self", required.join(", "));
        let new = format!("{path}::new");
        self.add(&new, ItemKind::Function, &signature, place, condition);
        for field in &object.fields {
            let name = format!("{path}::{}", field.identifier);
            let signature = field_type(field);
            self.add(&name, ItemKind::Field, &signature, &field.place, condition);
            if let Some(fill) = &field.setter {
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
                    &field.place,
                    &field.setter_condition,
                );
            }
        }
        for base in &object.bases {
            for signature in [
                format!("impl DerivedFrom<{}>", base.path),
                format!("impl Into<{}>", base.path),
            ] {
                self.add(
                    path,
                    ItemKind::Implementation,
                    &signature,
                    place,
                    &base.condition,
                );
            }
        }
        if object.is_base {
            let signature = "fn<D: DerivedFrom<Self>>(&self) -> Result<Option<D>, DecodeError>";
            let name = format!("{path}::downcast");
            self.add(&name, ItemKind::Function, signature, place, condition);
        }
        if let Some(family) = &object.family {
            self.family(path, model, object, family);
        }
    }

    fn family(&mut self, base: &str, model: &Model, object: &Struct, family: &Family) {
        let (place, condition) = (&model.place, &model.condition);
        let path = base.rsplit_once("::").map_or_else(
            || family.identifier.to_string(),
            |(modules, _)| format!("{modules}::{}", family.identifier),
        );
        self.add(&path, ItemKind::Enum, "enum", place, condition);
        let unknown = format!("{path}::Unknown");
        let own = format!("(Box<{base}>)");
        self.add(&unknown, ItemKind::Variant, &own, place, condition);
        let base_variant = format!("{path}::{}", family.base_variant);
        self.add(&base_variant, ItemKind::Variant, &own, place, condition);
        for variant in &family.variants {
            let name = format!("{path}::{}", variant.identifier);
            let signature = format!("(Box<{}>)", variant.object);
            self.add(
                &name,
                ItemKind::Variant,
                &signature,
                place,
                &variant.condition,
            );
        }
        for (name, number) in &family.accessors {
            if let Some(field) = object.fields.get(*number) {
                let name = format!("{path}::{name}");
                let signature = format!("fn(&self) -> Option<{}>", field.value_type);
                self.add(
                    &name,
                    ItemKind::Function,
                    &signature,
                    &field.place,
                    condition,
                );
            }
        }
    }

    fn enumeration(&mut self, path: &str, model: &Model, enumeration: &Enumeration) {
        let (place, condition) = (&model.place, &model.condition);
        self.add(path, ItemKind::Enum, "enum", place, condition);
        for (identifier, _) in &enumeration.variants {
            let name = format!("{path}::{identifier}");
            self.add(&name, ItemKind::Variant, "", place, condition);
        }
    }

    fn choice(&mut self, path: &str, model: &Model, choice: &Choice) {
        let (place, condition) = (&model.place, &model.condition);
        self.add(path, ItemKind::Enum, "enum", place, condition);
        for alternative in &choice.alternatives {
            let variant = &alternative.variant;
            let name = format!("{path}::{}", variant.identifier);
            let signature = format!("(Box<{}>)", variant.object);
            self.add(
                &name,
                ItemKind::Variant,
                &signature,
                place,
                &variant.condition,
            );
            let arguments: Vec<String> = alternative
                .arguments
                .iter()
                .map(|(_, value)| format!("impl Into<{value}>"))
                .collect();
            let signature = format!("fn({}) -> Self", arguments.join(", "));
            for constructor in &alternative.constructors {
                let name = format!("{path}::{}", constructor.identifier);
                self.add(
                    &name,
                    ItemKind::Function,
                    &signature,
                    place,
                    &variant.condition,
                );
            }
        }
    }

    fn either(&mut self, path: &str, model: &Model, either: &EitherChoice) {
        let (place, condition) = (&model.place, &model.condition);
        self.add(path, ItemKind::Enum, "enum", place, condition);
        for (identifier, value, _) in &either.variants {
            let name = format!("{path}::{identifier}");
            let signature = format!("({})", RustType::to_string(value));
            self.add(&name, ItemKind::Variant, &signature, place, condition);
        }
    }
}
