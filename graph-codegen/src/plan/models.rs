//! The items below `models`.

use std::collections::{BTreeMap, HashMap};

use super::boxes::Boxes;
use super::decisions::TypeDecision;
use super::families::Form;
use super::features::Features;
use super::options::{Preferences, refused};
use super::rust_type::{ModelPath, RustType};
use super::slice::{received, sent};
use super::surface::{
    Alternative, Base, Choice, Condition, Constructor, Definition, EitherChoice, Enumeration,
    Family, Field, Fill, Kind, Model, OperationLink, Presence, Struct, Target, UseOf, Variant,
};
use super::values::Values;
use crate::ir::{self, Key, Name, Object, Operation, PropertyOf, ToldBy, Type, TypeRef};
use crate::naming::{Convention, Identifier, Scope, pascal_case};
use crate::openapi::ODATA_TYPE;
use crate::source::Finding;

/// How many operations the documentation of a type names.
const NAMED_USES: usize = 3;

/// Methods that every enum of objects has.
const OWN_METHODS: [&str; 3] = ["as_model", "as_model_mut", "of_type"];

pub(super) struct Models<'a> {
    pub(super) values: &'a Values<'a>,
    pub(super) boxes: &'a Boxes<'a>,
    pub(super) features: &'a Features<'a>,
    pub(super) preferences: &'a Preferences,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl<'a> Models<'a> {
    /// All types of the slice, by their paths.
    pub(super) fn models(&mut self) -> Vec<Model> {
        let uses = self.uses();
        let bases = self.bases();
        let mut models: Vec<Model> = Vec::new();
        for (key, areas) in &self.values.slice.types {
            let Some((kind, decided)) = self.values.decided(key) else {
                continue;
            };
            let Some(path) = self.values.own_path(key) else {
                continue;
            };
            let definition = match kind {
                Type::Object(object) => {
                    let bases = bases.get(key).map(Vec::as_slice).unwrap_or_default();
                    Definition::Struct(self.object(object, decided, bases))
                }
                Type::Enumeration(enumeration) => Definition::Enumeration(variants(enumeration)),
                Type::Choice(choice) => self.choice(choice),
            };
            models.push(Model {
                key: key.clone(),
                title: title(kind.name()),
                place: kind.place().clone(),
                path,
                module: decided.name.module.clone(),
                condition: self.features.condition(areas),
                documentation: kind.documentation().clone(),
                uses: uses.get(key).cloned().unwrap_or_default(),
                is_reused: false,
                definition,
            });
        }
        models.sort_by(|one, other| one.path.cmp(&other.path));
        models
    }

    /// The operations that take and give each type.
    fn uses(&self) -> HashMap<Key, UseOf> {
        let slice = self.values.slice;
        let mut uses: HashMap<Key, UseOf> = HashMap::new();
        for operation in &slice.operations {
            let name = |named: &mut Vec<OperationLink>| {
                if named.len() < NAMED_USES {
                    named.extend(self.link(operation));
                }
            };
            if let Some(key) = sent(operation) {
                let own = uses.entry(slice.representative(key).clone()).or_default();
                own.takers += 1;
                name(&mut own.taken_by);
            }
            if let Some(key) = received(operation) {
                let own = uses.entry(slice.representative(key).clone()).or_default();
                own.givers += 1;
                name(&mut own.given_by);
            }
        }
        uses
    }

    /// Where the method of an operation is.
    fn link(&self, operation: &Operation) -> Option<OperationLink> {
        let decisions = self.values.decisions;
        let area = decisions
            .areas
            .get(decisions.areas.of_node(operation.node)?)?;
        let module = decisions.modules.get(&area.segment)?;
        let builder = &decisions.paths.get(&operation.node)?.identifier;
        Some(OperationLink {
            operation: operation.key(),
            path: format!("{module}::{builder}::{}", operation.method.key()),
        })
    }

    /// The structs of the slice that each type can stand in for.
    fn bases(&self) -> HashMap<Key, Vec<Key>> {
        let mut bases: HashMap<Key, Vec<Key>> = HashMap::new();
        for key in self.values.slice.types.keys() {
            let Some((Type::Object(object), decided)) = self.values.decided(key) else {
                continue;
            };
            if decided.traits.form == Form::Enum {
                continue;
            }
            for descendant in &object.descendants {
                if self.values.slice.types.contains_key(&descendant.object) {
                    bases
                        .entry(descendant.object.clone())
                        .or_default()
                        .push(key.clone());
                }
            }
        }
        bases
    }

    fn object(&mut self, object: &'a Object, decided: &TypeDecision, bases: &[Key]) -> Struct {
        let slice = self.values.slice;
        let areas = slice.areas_of(&object.key).unwrap_or_default();
        let all = self.values.api.properties(object);
        let constants = all
            .iter()
            .filter_map(|one| {
                let value = one.property.constant.clone()?;
                Some((one.property.name.clone(), value))
            })
            .collect();
        let fields = self.fields(object, &all, decided.traits.only_sent);
        let family = (decided.traits.form == Form::Enum)
            .then(|| self.family(object, decided, &fields))
            .flatten();
        let bases = bases.iter().filter_map(|key| {
            Some(Base {
                path: self.values.own_path(key)?,
                condition: self.features.condition_within(slice.areas_of(key)?, areas),
            })
        });
        let descendants = object.descendants.iter();
        let is_base = decided.traits.form == Form::Struct
            && descendants
                .clone()
                .any(|one| slice.types.contains_key(&one.object));
        Struct {
            constants,
            family,
            bases: bases.collect(),
            is_base,
            descendants: descendants
                .filter(|one| slice.types.contains_key(&one.object))
                .map(|one| one.object.to_string())
                .collect(),
            fields,
        }
    }

    fn fields(&mut self, object: &Object, all: &[PropertyOf<'_>], only_sent: bool) -> Vec<Field> {
        let api = self.values.api;
        let lineage = api.lineage(object);
        let mut scope = Scope::with_reserved(&["additional"]);
        let all: Vec<&PropertyOf<'_>> = all
            .iter()
            .filter(|one| one.property.constant.is_none())
            .collect();
        let mut named: HashMap<&str, Identifier> = HashMap::new();
        for one in &all {
            let name = one.property.name.as_str();
            if let Some(wanted) = self.preferences.field_name(&lineage, name) {
                match scope.claim(Convention::Value, wanted) {
                    Ok(identifier) => {
                        named.insert(name, identifier);
                    }
                    Err(error) => self
                        .findings
                        .push(refused(&one.property.place, wanted, &error)),
                }
            }
        }
        all.into_iter()
            .map(|one| {
                let name = one.property.name.as_str();
                let identifier = named
                    .remove(name)
                    .unwrap_or_else(|| scope.mint(Convention::Value, [name]));
                self.field(object, one, identifier, only_sent)
            })
            .collect()
    }

    fn field(
        &self,
        object: &Object,
        one: &PropertyOf<'_>,
        identifier: Identifier,
        only_sent: bool,
    ) -> Field {
        let property = one.property;
        let mut setter_condition = Condition::default();
        let (value_type, presence, setter);
        if let Some(target) = &property.navigation {
            let path = self.target_path(&target.schema);
            let own = self.values.slice.areas_of(&object.key).unwrap_or_default();
            let model = self.target_model(&target.schema);
            setter = model.map(|(model, areas)| {
                setter_condition = self.features.condition_within(areas, own);
                if target.is_collection {
                    Fill::Items(model)
                } else {
                    Fill::Value(model)
                }
            });
            value_type = RustType::runtime("Related");
            presence = Presence::Related {
                target: path,
                is_collection: target.is_collection,
            };
        } else {
            let value = self.values.value(&property.type_ref);
            let value = if self.boxes.is_boxed(&object.key, &property.type_ref) {
                value.boxed()
            } else {
                value
            };
            presence = if property.nullable {
                Presence::Nullable
            } else if one.required && only_sent && !property.read_only {
                Presence::Required
            } else {
                Presence::Optional
            };
            setter = (presence != Presence::Required).then(|| match &property.type_ref {
                TypeRef::Array { item, nullable } => Fill::Items(self.values.item(item, *nullable)),
                _ => Fill::Value(value.clone()),
            });
            value_type = value;
        }
        Field {
            property: property.name.clone(),
            place: property.place.clone(),
            identifier,
            value_type,
            presence,
            setter,
            setter_condition,
            read_only: property.read_only,
            documentation: property.documentation.clone(),
            limits: property.limits.clone(),
        }
    }

    fn target_path(&self, schema: &Key) -> ModelPath {
        match self.values.decisions.targets.get(schema) {
            Some(name) => ModelPath {
                modules: name.namespace.clone(),
                identifier: name.identifier.clone(),
            },
            // Every target has been named.
            None => ModelPath {
                modules: Vec::new(),
                identifier: Scope::new().mint(Convention::Type, [schema.as_str()]),
            },
        }
    }

    /// The type of what a navigation property leads to, when it is a model in the slice, and the
    /// areas that need it.
    fn target_model(&self, schema: &Key) -> Option<(RustType, &'a [super::areas::AreaId])> {
        let (kind, _) = self.values.decided(schema)?;
        let is_model = match kind {
            Type::Object(_) => true,
            Type::Choice(choice) => matches!(choice.told_by, ToldBy::Discriminator { .. }),
            Type::Enumeration(_) => false,
        };
        let areas = self.values.slice.areas_of(schema)?;
        is_model.then(|| (self.values.declared(schema), areas))
    }

    /// What the navigation properties of the slice lead to, by their paths.
    pub(super) fn targets(&self) -> Vec<Target> {
        let mut found: BTreeMap<&Key, Target> = BTreeMap::new();
        let objects = self
            .values
            .slice
            .types
            .keys()
            .filter_map(|key| self.values.api.object(key));
        let properties = objects
            .flat_map(|object| self.values.api.lineage(object))
            .flat_map(|object| &object.properties);
        for target in properties.filter_map(|property| property.navigation.as_ref()) {
            let schema = &target.schema;
            found.entry(schema).or_insert_with(|| {
                let model = self.target_model(schema);
                Target {
                    schema: schema.clone(),
                    path: self.target_path(schema),
                    is_reused: false,
                    condition: model
                        .as_ref()
                        .map(|(_, areas)| self.features.condition(areas))
                        .unwrap_or_default(),
                    model: model.and_then(|(model, _)| match model {
                        RustType::Model(path) => Some(path),
                        _ => None,
                    }),
                }
            });
        }
        let mut targets: Vec<Target> = found.into_values().collect();
        targets.sort_by(|one, other| one.path.cmp(&other.path));
        targets
    }

    /// The enum of a type and its descendants.
    fn family(
        &mut self,
        object: &Object,
        decided: &TypeDecision,
        fields: &[Field],
    ) -> Option<Family> {
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let base = scope.mint(Convention::Type, [decided.name.identifier.as_str()]);
        let given = self.values.slice.areas_of(&object.key).unwrap_or_default();
        let mut known: Vec<String> = Vec::new();
        let mut variants = Vec::new();
        for descendant in &object.descendants {
            let Some(areas) = self.values.slice.areas_of(&descendant.object) else {
                continue;
            };
            let Some((_, own)) = self.values.decided(&descendant.object) else {
                continue;
            };
            // A name from another namespace carries it along, and so is the same whatever other
            // descendants there are.
            let name = if own.name.namespace == decided.name.namespace {
                own.name.identifier.to_string()
            } else {
                let namespace = own
                    .name
                    .namespace
                    .iter()
                    .map(|part| pascal_case(part.as_str()));
                namespace.collect::<String>() + own.name.identifier.as_str()
            };
            let schema = descendant.object.to_string();
            let mut values = values_of(&descendant.values, &object.discriminator);
            if !values.contains(&schema) {
                values.push(schema.clone());
            }
            values.retain(|value| !known.contains(value));
            if values.is_empty() {
                continue;
            }
            known.extend(values.iter().cloned());
            variants.push(Variant {
                identifier: mint_variant(&mut scope, &name),
                schema,
                object: self.values.own_path(&descendant.object)?,
                values,
                condition: self.features.condition_within(areas, given),
            });
        }
        let mut methods = Scope::with_reserved(&OWN_METHODS);
        let shared = fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !matches!(field.presence, Presence::Related { .. }));
        let (differing, shared): (Vec<_>, Vec<_>) =
            shared.partition(|(_, field)| decided.traits.declared_again.contains(&field.property));
        for (_, field) in differing {
            let message = format!(
                "a type derived from `{}` declares `{}` with another type, so that the enum of them \
                 has no function for it",
                object.key, field.property
            );
            self.findings
                .push(Finding::warning(field.place.clone(), message));
        }
        let accessors = shared
            .into_iter()
            .map(|(number, field)| {
                let name = methods.mint(Convention::Value, [field.identifier.as_str()]);
                (name, number)
            })
            .collect();
        Some(Family {
            identifier: decided.name.any.clone()?,
            discriminator: object.discriminator.clone(),
            base_variant: base,
            variants,
            accessors,
        })
    }

    fn choice(&mut self, choice: &'a ir::Choice) -> Definition {
        match &choice.told_by {
            ToldBy::Discriminator {
                property,
                alternatives,
            } => Definition::Choice(self.told_by_value(&choice.key, property, alternatives)),
            ToldBy::Shape(alternatives) => Definition::Either(self.told_by_shape(alternatives)),
        }
    }

    fn told_by_value(
        &mut self,
        key: &Key,
        discriminator: &str,
        alternatives: &'a [ir::Alternative],
    ) -> Choice {
        let given = self.values.slice.areas_of(key).unwrap_or_default();
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let mut constructors = Scope::with_reserved(&OWN_METHODS);
        let mut known: Vec<String> = Vec::new();
        let mut found = Vec::new();
        for alternative in alternatives {
            let (Some(areas), Some(path), Some((Type::Object(object), decided))) = (
                self.values.slice.areas_of(&alternative.object),
                self.values.own_path(&alternative.object),
                self.values.decided(&alternative.object),
            ) else {
                continue;
            };
            let mut values = values_of(&alternative.values, discriminator);
            let name = values.first().cloned().unwrap_or_default();
            let mapped = values.clone();
            let schema = alternative.object.to_string();
            if object.name.schema().is_some() && !values.contains(&schema) {
                values.push(schema);
            }
            values.retain(|value| !known.contains(value));
            if values.is_empty() {
                continue;
            }
            known.extend(values.iter().cloned());
            let all = self.values.api.properties(object);
            let fields = self.fields(object, &all, decided.traits.only_sent);
            // Those of the object's `new`: the discriminator too, where it is no constant.
            let required = fields
                .iter()
                .filter(|field| field.presence == Presence::Required);
            let arguments = required
                .map(|field| (field.identifier.clone(), field.value_type.clone()))
                .collect();
            // A constant says by itself which value is sent.
            let is_constant = all
                .iter()
                .any(|one| one.property.name == discriminator && one.property.constant.is_some());
            let sendable = mapped
                .into_iter()
                .filter(|value| values.contains(value))
                .take(if is_constant { 1 } else { usize::MAX });
            let constructors = sendable
                .map(|value| Constructor {
                    identifier: constructors.mint(Convention::Value, [value.as_str()]),
                    value,
                })
                .collect();
            found.push(Alternative {
                variant: Variant {
                    identifier: mint_variant(&mut scope, &name),
                    schema: title(&object.name),
                    object: path,
                    values,
                    condition: self.features.condition_within(areas, given),
                },
                constructors,
                arguments,
            });
        }
        Choice {
            discriminator: if discriminator.is_empty() {
                ODATA_TYPE.to_owned()
            } else {
                discriminator.to_owned()
            },
            alternatives: found,
        }
    }

    fn told_by_shape(&self, alternatives: &[TypeRef]) -> EitherChoice {
        let mut scope = Scope::with_reserved(&["Unknown"]);
        let variants = alternatives
            .iter()
            .map(|alternative| {
                let (name, kind) = self.kind_of(alternative);
                let value = self.values.value(alternative);
                let value = if matches!(alternative, TypeRef::Named(key) if self.values.api.object(key).is_some())
                {
                    value.boxed()
                } else {
                    value
                };
                (mint_variant(&mut scope, &name), value, kind)
            })
            .collect();
        EitherChoice { variants }
    }

    /// A name for an alternative, and how it is told.
    fn kind_of(&self, type_ref: &TypeRef) -> (String, Kind) {
        match type_ref {
            TypeRef::Boolean => ("Boolean".to_owned(), Kind::Boolean),
            TypeRef::Byte | TypeRef::Int16 | TypeRef::Int32 | TypeRef::Int64 | TypeRef::Double => {
                ("Number".to_owned(), Kind::Number)
            }
            TypeRef::Array { .. } => ("Array".to_owned(), Kind::Array),
            TypeRef::Map { .. } => ("Map".to_owned(), Kind::Object(Vec::new())),
            TypeRef::Page(_) => ("Page".to_owned(), Kind::Object(vec!["value".to_owned()])),
            TypeRef::Named(key) => {
                let name = self
                    .values
                    .own_path(key)
                    .map_or_else(String::new, |path| path.identifier.to_string());
                let kind = match self
                    .values
                    .api
                    .object(self.values.slice.representative(key))
                {
                    Some(object) => {
                        let all = self.values.api.properties(object);
                        let required = all.iter().filter(|one| one.required);
                        Kind::Object(required.map(|one| one.property.name.clone()).collect())
                    }
                    None => Kind::String,
                };
                (name, kind)
            }
            _ => ("String".to_owned(), Kind::String),
        }
    }
}

/// The values of a discriminator; names of OData types without the `#` before them.
fn values_of(values: &[String], discriminator: &str) -> Vec<String> {
    let bare = values.iter().map(|value| match value.strip_prefix('#') {
        Some(name) if discriminator == ODATA_TYPE => name.to_owned(),
        _ => value.clone(),
    });
    bare.collect()
}

fn mint_variant(scope: &mut Scope, name: &str) -> Identifier {
    let second = format!("{name} value");
    scope.mint(Convention::Type, [name, second.as_str()])
}

fn variants(enumeration: &ir::Enumeration) -> Enumeration {
    let mut scope = Scope::with_reserved(&["Unknown"]);
    let variants = enumeration
        .members
        .iter()
        .map(|member| (mint_variant(&mut scope, &member.value), member.clone()))
        .collect();
    Enumeration {
        variants,
        is_flags: enumeration.is_flags,
    }
}

/// What a document calls a type.
fn title(name: &Name) -> String {
    match name {
        Name::Schema(name) => name.clone(),
        Name::Inline { owner, words } => {
            let words = words.first().map_or("", String::as_str).trim();
            match owner {
                Some(owner) => format!("{owner} {words}"),
                None => words.to_owned(),
            }
        }
    }
}
