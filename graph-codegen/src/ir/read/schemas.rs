//! The schemas of `components`.

use super::Reader;
use super::enumerations::enumeration;
use super::inline::InlineName;
use crate::ir::{Choice, Key, Name, Object, ToldBy, Type};
use crate::openapi::{ODATA_TYPE, Schema, Shape};

/// What a schema of the document becomes.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// A type of its own; whether its values may be null.
    Type(Key, bool),
    /// Another spelling of a type that is written out where it is used.
    Alias,
}

/// What a schema is, before its contents are read.
enum Form<'d> {
    Enumeration(Vec<&'d str>),
    /// Alternatives that a discriminator tells apart.
    Choice,
    Object,
    Alias,
}

impl<'d> Reader<'_, 'd> {
    /// Reads all schemas: first what each becomes, then its contents.
    pub(super) fn read_schemas(&mut self) {
        let components = &self.description.components;
        let mut schemas: Vec<(&'d str, Schema<'d>)> = components
            .names(Shape::Schema)
            .filter_map(|name| Some((name, Schema::component(components, name)?)))
            .collect();
        // The order of names, not of the document: the output does not depend on the latter.
        schemas.sort_unstable_by_key(|(name, _)| *name);
        self.refuse_inheritance_loops(&schemas);

        let mut objects = Vec::new();
        for (name, schema) in &schemas {
            let entry = self.declare(name, schema, &mut objects);
            self.entries.insert(name, entry);
        }
        for (name, schema) in objects {
            let inline = InlineName::of_schema(name);
            let object = self.read_object(name.into(), Name::Schema(name.into()), &schema, &inline);
            self.types.insert(name.into(), Type::Object(object));
        }
        self.bound_inheritance();
        self.read_families(&schemas);
    }

    fn declare(
        &mut self,
        name: &'d str,
        schema: &Schema<'d>,
        objects: &mut Vec<(&'d str, Schema<'d>)>,
    ) -> Entry {
        let key = Key::from(name);
        let own_name = Name::Schema(name.to_owned());
        let declared = match self.form(schema) {
            Form::Enumeration(values) => {
                Type::Enumeration(enumeration(key.clone(), own_name, schema, &values))
            }
            Form::Choice => Type::Choice(Choice {
                key: key.clone(),
                name: own_name,
                place: schema.pointer.clone(),
                documentation: super::documentation::documentation(schema.node()),
                // The objects are known once all schemas are.
                told_by: ToldBy::Shape(Vec::new()),
            }),
            Form::Object => {
                objects.push((name, schema.clone()));
                // References from within other schemas need to find an object.
                Type::Object(Object {
                    key: key.clone(),
                    name: own_name,
                    place: schema.pointer.clone(),
                    documentation: super::documentation::documentation(schema.node()),
                    parent: None,
                    properties: Vec::new(),
                    required: Vec::new(),
                    discriminator: ODATA_TYPE.to_owned(),
                    descendants: Vec::new(),
                })
            }
            Form::Alias => return Entry::Alias,
        };
        self.types.insert(key.clone(), declared);
        Entry::Type(key, schema.nullable())
    }

    fn form(&self, schema: &Schema<'d>) -> Form<'d> {
        if schema.reference().is_some() && schema.beside_reference().is_none() {
            return Form::Alias;
        }
        if let Some(values) = schema.enumeration()
            && !values.is_empty()
        {
            return Form::Enumeration(values);
        }
        let has_alternatives = schema.has("oneOf") || schema.has("anyOf");
        if has_alternatives && schema.discriminator().is_some() {
            return Form::Choice;
        }
        if has_alternatives && !schema.has_properties() {
            return Form::Alias;
        }
        let is_object = self.is_object(schema)
            && self.page_item(schema).is_none()
            && Self::map_value(schema).is_none();
        if is_object { Form::Object } else { Form::Alias }
    }
}
