//! The items below `models`.

use serde::Serialize;

use super::Condition;
use crate::ir::{Documentation, Key, Limit, Member};
use crate::naming::Identifier;
use crate::plan::{ModelPath, RustType};
use crate::source::Pointer;

/// A type, in a file of its own.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// What it is in the document.
    pub key: Key,
    /// How the document calls it: the name of its schema, or where an inline one stands.
    pub title: String,
    /// Where it stands.
    pub place: Pointer,
    /// Where it is in Rust.
    pub path: ModelPath,
    /// The module of its own that it is taken out of.
    pub module: Identifier,
    /// When it is compiled.
    pub condition: Condition,
    /// The description.
    pub documentation: Documentation,
    /// The operations that take it and give it.
    pub uses: UseOf,
    /// Whether it is that of another module, which the other's path leads to.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_reused: bool,
    /// What it is.
    pub definition: Definition,
}

/// The operations of a selection that take a type and that give it: the first of them, and how many
/// there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UseOf {
    /// Those that take it.
    pub taken_by: Vec<OperationLink>,
    /// How many take it.
    pub takers: usize,
    /// Those that answer with it.
    pub given_by: Vec<OperationLink>,
    /// How many answer with it.
    pub givers: usize,
}

/// An operation, and where its method is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationLink {
    /// The operation, as `GET /users`.
    pub operation: String,
    /// The method, as `users::Users::get`.
    pub path: String,
}

/// What a type is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Definition {
    /// A struct, and where it is a family, the enum of it and its descendants.
    Struct(Struct),
    /// An enumeration of strings.
    Enumeration(Enumeration),
    /// One of several objects, told by the value of a property.
    Choice(Choice),
    /// One of several types, told by its JSON.
    Either(EitherChoice),
}

/// An object.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Struct {
    /// Its fields, those of ancestors first.
    pub fields: Vec<Field>,
    /// Properties with one possible value: name and value.
    pub constants: Vec<(String, String)>,
    /// The enum of it and its descendants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// The structs that it can stand in for: ancestors that are structs themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Base>,
    /// Whether others can stand in for it, so that it can be read as one of them.
    pub is_base: bool,
    /// The names of the schemas that derive from it, whether or not they are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descendants: Vec<String>,
}

/// A struct that another can stand in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    /// The struct.
    pub path: ModelPath,
    /// When it is compiled, where the other is.
    pub condition: Condition,
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The name of the property on the wire.
    pub property: String,
    /// Where it stands.
    pub place: Pointer,
    /// The name of the field.
    pub identifier: Identifier,
    /// The type of its value, behind a pointer where it is one.
    pub value_type: RustType,
    /// Whether it can be absent or null.
    pub presence: Presence,
    /// What its setter takes; none where there is no setter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setter: Option<Fill>,
    /// When its setter is compiled, where the struct is.
    pub setter_condition: Condition,
    /// Whether only the service sends it.
    pub read_only: bool,
    /// The description.
    pub documentation: Documentation,
    /// Limits on what is sent.
    pub limits: Vec<Limit>,
}

/// Whether a property can be absent or null, or leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Presence {
    /// Always there.
    Required,
    /// Absent or a value.
    Optional,
    /// Absent, null or a value.
    Nullable,
    /// A navigation property: a holder of what came.
    Related {
        /// What it leads to, below `models::targets`.
        target: ModelPath,
        /// Whether it leads to many.
        is_collection: bool,
    },
}

/// What a setter takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Fill {
    /// One value that becomes this type.
    Value(RustType),
    /// Values that become this type.
    Items(RustType),
}

/// The enum of a type and its descendants.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Family {
    /// The name of the enum.
    pub identifier: Identifier,
    /// The property that tells which.
    pub discriminator: String,
    /// The variant for the base itself.
    pub base_variant: Identifier,
    /// A variant for each descendant in the selection.
    pub variants: Vec<Variant>,
    /// Functions that read the base's properties from whichever type it is: the name of each and
    /// the number of its field.
    pub accessors: Vec<(Identifier, usize)>,
}

/// A variant that holds an object.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// Its name.
    pub identifier: Identifier,
    /// The schema of the object.
    pub schema: String,
    /// The struct in it.
    pub object: ModelPath,
    /// The values of the discriminator that mean it, of which the first is sent; names of OData
    /// types without the `#` before them.
    pub values: Vec<String>,
    /// When it is compiled, where the enum is.
    pub condition: Condition,
}

/// One of several objects.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// The property that tells which.
    pub discriminator: String,
    /// The alternatives.
    pub alternatives: Vec<Alternative>,
}

/// An alternative of a [`Choice`], with functions that make it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// The variant.
    pub variant: Variant,
    /// The functions, one for each value of the discriminator that can be sent; the first is for the
    /// value that is sent unless told otherwise.
    pub constructors: Vec<Constructor>,
    /// The arguments of each: what must be sent.
    pub arguments: Vec<(Identifier, RustType)>,
}

/// A function that makes an alternative of a [`Choice`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Constructor {
    /// Its name.
    pub identifier: Identifier,
    /// The value of the discriminator.
    pub value: String,
}

/// One of several types that are told apart by their JSON.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EitherChoice {
    /// The variants: name, type of what it holds, and how it is told.
    pub variants: Vec<(Identifier, RustType, Kind)>,
}

/// A kind of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Kind {
    Boolean,
    Number,
    String,
    Array,
    /// An object that has these properties.
    Object(Vec<String>),
}

/// An enumeration of strings.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Enumeration {
    /// The variants, each with its value.
    pub variants: Vec<(Identifier, Member)>,
    /// Whether a value is a set of them.
    pub is_flags: bool,
}

/// What a navigation property leads to: a type without values, which is there in every selection.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The schema.
    pub schema: Key,
    /// Where it is in Rust; its modules are below `models::targets`.
    pub path: ModelPath,
    /// The type of its values, where that is in the selection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelPath>,
    /// When that type is compiled.
    pub condition: Condition,
    /// Whether it is that of another module.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_reused: bool,
}
