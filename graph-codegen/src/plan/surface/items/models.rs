//! The items of types below `models`.

use super::{At, ItemKind, Items};
use crate::ir::Documentation;
use crate::openapi::unkeyed_type;
use crate::plan::RustType;
use crate::plan::surface::{
    Choice, Definition, EitherChoice, Enumeration, Family, Field, Fill, Model, Presence, Struct,
};

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

impl Items {
    pub(super) fn model(&mut self, model: &Model) {
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
