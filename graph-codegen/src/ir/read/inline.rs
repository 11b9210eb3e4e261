//! Types of schemas that have no name: those of bodies, answers and nested objects.

use super::Reader;
use super::enumerations::enumeration;
use crate::ir::{Choice, Key, Name, ToldBy, Type, TypeRef};
use crate::openapi::Schema;

/// What a schema without a name goes by.
#[derive(Clone, Debug)]
pub(super) struct InlineName {
    /// Its key: that of what it stands in, and the way from there.
    key: String,
    /// The component schema that it stands in.
    owner: Option<String>,
    /// Descriptions of its place, the shortest first.
    words: Vec<String>,
}

impl InlineName {
    /// For what stands at an operation.
    pub(super) fn of_operation(key: String, words: Vec<String>) -> Self {
        Self {
            key,
            owner: None,
            words,
        }
    }

    /// For what stands in a component schema.
    pub(super) fn of_schema(name: &str) -> Self {
        Self {
            key: name.to_owned(),
            owner: Some(name.to_owned()),
            words: vec![String::new()],
        }
    }

    /// For what stands below this, under a name.
    pub(super) fn child(&self, name: &str) -> Self {
        Self {
            key: format!("{} {name}", self.key),
            owner: self.owner.clone(),
            words: self
                .words
                .iter()
                .map(|words| format!("{words} {name}"))
                .collect(),
        }
    }

    /// For the answer of one status among several.
    pub(super) fn of_status(&self, status: &str) -> Self {
        Self {
            key: format!("{} {status}", self.key),
            ..self.clone()
        }
    }

    pub(super) fn item(&self) -> Self {
        self.child("item")
    }

    pub(super) fn key(&self) -> Key {
        self.key.as_str().into()
    }

    pub(super) fn name(&self) -> Name {
        Name::Inline {
            owner: self.owner.clone(),
            words: self.words.clone(),
        }
    }
}

impl<'d> Reader<'_, 'd> {
    /// The type of an inline object.
    pub(super) fn inline_object(&mut self, schema: &Schema<'d>, name: &InlineName) -> TypeRef {
        let object = self.read_object(name.key(), name.name(), schema, name);
        self.declare_inline(Type::Object(object))
    }

    /// The type of an inline enumeration.
    pub(super) fn inline_enumeration(
        &mut self,
        schema: &Schema<'d>,
        values: &[&str],
        name: &InlineName,
    ) -> TypeRef {
        let declared = enumeration(name.key(), name.name(), schema, values);
        self.declare_inline(Type::Enumeration(declared))
    }

    /// The type of an inline choice.
    pub(super) fn inline_choice(
        &mut self,
        schema: &Schema<'d>,
        told_by: ToldBy,
        name: &InlineName,
    ) -> TypeRef {
        let choice = Choice {
            key: name.key(),
            name: name.name(),
            place: schema.pointer.clone(),
            documentation: super::documentation::documentation(schema.node()),
            told_by,
        };
        self.declare_inline(Type::Choice(choice))
    }

    fn declare_inline(&mut self, declared: Type) -> TypeRef {
        let key = declared.key().clone();
        self.types.insert(key.clone(), declared);
        TypeRef::Named(key)
    }
}
