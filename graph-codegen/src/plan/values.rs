//! The Rust types of values.

use super::decisions::{Decisions, TypeDecision};
use super::families::Form;
use super::rust_type::{ModelPath, RustType};
use super::slice::Slice;
use crate::ir::{Api, Key, Type, TypeRef};

/// What the type of a value depends on.
pub(super) struct Values<'a> {
    pub(super) api: &'a Api,
    pub(super) decisions: &'a Decisions,
    pub(super) slice: &'a Slice<'a>,
}

impl<'a> Values<'a> {
    /// What was decided about a type in the slice.
    pub(super) fn decided(&self, key: &Key) -> Option<(&'a Type, &'a TypeDecision)> {
        let key = self.slice.representative(key);
        self.slice.types.get(key)?;
        Some((self.api.types.get(key)?, self.decisions.types.get(key)?))
    }

    /// The struct or enum of a declared type, not that of its family.
    pub(super) fn own_path(&self, key: &Key) -> Option<ModelPath> {
        let (_, decided) = self.decided(key)?;
        Some(ModelPath {
            modules: decided.name.namespace.clone(),
            identifier: decided.name.identifier.clone(),
        })
    }

    /// The type of values that are declared as this.
    pub(super) fn declared(&self, key: &Key) -> RustType {
        let Some((kind, decided)) = self.decided(key) else {
            return RustType::runtime("Json");
        };
        let path = |identifier: &crate::naming::Identifier| {
            RustType::Model(ModelPath {
                modules: decided.name.namespace.clone(),
                identifier: identifier.clone(),
            })
        };
        match (kind, &decided.name.any) {
            (Type::Enumeration(enumeration), _) if enumeration.is_flags => {
                RustType::Runtime("FlagSet", vec![path(&decided.name.identifier)])
            }
            (Type::Object(_), Some(any)) if decided.traits.form == Form::Enum => path(any),
            _ => path(&decided.name.identifier),
        }
    }

    /// The type of a value.
    pub(super) fn value(&self, type_ref: &TypeRef) -> RustType {
        match type_ref {
            TypeRef::Boolean => RustType::std("bool"),
            TypeRef::Byte => RustType::std("u8"),
            TypeRef::Int16 => RustType::std("i16"),
            TypeRef::Int32 => RustType::std("i32"),
            TypeRef::Int64 => RustType::std("i64"),
            TypeRef::Double => RustType::std("f64"),
            TypeRef::String => RustType::std("String"),
            TypeRef::Secret => RustType::runtime("Secret"),
            TypeRef::DateTimeOffset => RustType::runtime("DateTime"),
            TypeRef::Date => RustType::runtime("Date"),
            TypeRef::TimeOfDay => RustType::runtime("TimeOfDay"),
            TypeRef::Duration => RustType::runtime("LexicalDuration"),
            TypeRef::Guid => RustType::runtime("Uuid"),
            TypeRef::Binary => RustType::runtime("Base64"),
            TypeRef::Json => RustType::runtime("Json"),
            TypeRef::Array { item, nullable } => self.item(item, *nullable).vec(),
            TypeRef::Map { value, nullable } => {
                let value = self.item(value, *nullable);
                RustType::Std(
                    "::std::collections::BTreeMap",
                    vec![RustType::std("String"), value],
                )
            }
            TypeRef::Page(item) => RustType::Runtime("Page", vec![self.value(item)]),
            TypeRef::Named(key) => self.declared(key),
        }
    }

    /// The type of an item of a collection.
    pub(super) fn item(&self, item: &TypeRef, nullable: bool) -> RustType {
        let value = self.value(item);
        if nullable { value.nullable() } else { value }
    }
}
