//! The types of a document.

use serde::Serialize;

use super::Key;
use crate::source::Pointer;

/// A type that a document describes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Type {
    /// An object with properties.
    Object(Object),
    /// A string with a set of known values.
    Enumeration(Enumeration),
    /// One of several types.
    Choice(Choice),
}

impl Type {
    /// What identifies the type.
    pub fn key(&self) -> &Key {
        match self {
            Self::Object(object) => &object.key,
            Self::Enumeration(enumeration) => &enumeration.key,
            Self::Choice(choice) => &choice.key,
        }
    }

    /// What the document calls it.
    pub fn name(&self) -> &Name {
        match self {
            Self::Object(object) => &object.name,
            Self::Enumeration(enumeration) => &enumeration.name,
            Self::Choice(choice) => &choice.name,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> &Pointer {
        match self {
            Self::Object(object) => &object.place,
            Self::Enumeration(enumeration) => &enumeration.place,
            Self::Choice(choice) => &choice.place,
        }
    }

    /// What the document says of it.
    pub fn documentation(&self) -> &Documentation {
        match self {
            Self::Object(object) => &object.documentation,
            Self::Enumeration(enumeration) => &enumeration.documentation,
            Self::Choice(choice) => &choice.documentation,
        }
    }
}

/// What a document calls a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Name {
    /// The name of a component schema, such as `microsoft.graph.user`.
    Schema(String),
    /// An inline schema has none, but a place.
    Inline {
        /// The component schema that it stands in; none for one that stands at an operation.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// Descriptions of where it stands, in the owner if it has one, the shortest first:
        /// `send Post RequestBody`, `message send Post RequestBody` and so on.
        words: Vec<String>,
    },
}

impl Name {
    /// The name of the component schema, when it is one.
    pub fn schema(&self) -> Option<&str> {
        match self {
            Self::Schema(name) => Some(name),
            Self::Inline { .. } => None,
        }
    }
}

/// What the document says about something, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Documentation {
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is deprecated, and what is known of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecation: Option<Deprecation>,
}

/// `deprecated`, and `x-ms-deprecation` where it stands beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deprecation {
    /// Since when, such as `2022-02-28`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When it goes away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removal_date: Option<String>,
    /// The version of the service that deprecated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Why, and what to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// An object.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Object {
    /// What identifies it.
    pub key: Key,
    /// What it is called.
    pub name: Name,
    /// Where it stands.
    pub place: Pointer,
    /// The description.
    pub documentation: Documentation,
    /// The type it is derived from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Key>,
    /// Its own properties, without those of its ancestors. See [`Api::properties`](super::Api::properties).
    pub properties: Vec<Property>,
    /// The names of the properties that are always there, inherited ones too.
    pub required: Vec<String>,
    /// The property whose value tells which descendant an object is.
    pub discriminator: String,
    /// The objects that a value declared as this one can be besides: those that derive from it,
    /// directly or not, and those that its discriminator names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descendants: Vec<Alternative>,
}

/// An object, and the values of a discriminator that mean it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alternative {
    /// The values of the discriminating property.
    pub values: Vec<String>,
    /// The object.
    pub object: Key,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // Each is a keyword of OpenAPI.
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// Where it stands.
    pub place: Pointer,
    /// The type of its value.
    pub type_ref: TypeRef,
    /// Whether the value can be null.
    pub nullable: bool,
    /// Whether only the service sends it.
    pub read_only: bool,
    /// Whether only a client sends it.
    pub write_only: bool,
    /// Where it leads, when it is a navigation property.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigation: Option<NavigationTarget>,
    /// The one value that it has, when it has always the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constant: Option<String>,
    /// The description.
    pub documentation: Documentation,
    /// Limits on its value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// The value that the service takes where none is sent, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// An example of its value, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// What a navigation property leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NavigationTarget {
    /// The schema, which a trimmed document need not have.
    pub schema: Key,
    /// Whether it leads to many.
    pub is_collection: bool,
}

/// A limit on a value; the names are those of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Limit {
    MaxLength(u64),
    MinLength(u64),
    MaxItems(u64),
    MinItems(u64),
    Maximum(f64),
    Minimum(f64),
}

/// A string with a set of known values.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Enumeration {
    /// What identifies it.
    pub key: Key,
    /// What it is called.
    pub name: Name,
    /// Where it stands.
    pub place: Pointer,
    /// The description.
    pub documentation: Documentation,
    /// The known values.
    pub members: Vec<Member>,
    /// Whether a value is a set of members.
    pub is_flags: bool,
}

/// A known value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The value on the wire.
    pub value: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// What identifies it.
    pub key: Key,
    /// What it is called.
    pub name: Name,
    /// Where it stands.
    pub place: Pointer,
    /// The description.
    pub documentation: Documentation,
    /// How the types are told apart.
    pub told_by: ToldBy,
}

/// How the types of a [`Choice`] are told apart.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ToldBy {
    /// By the value of a property of theirs: all are objects.
    Discriminator {
        /// The name of the property on the wire.
        property: String,
        /// Which value means which object.
        alternatives: Vec<Alternative>,
    },
    /// By the kind of JSON that they are, or by the properties that they require.
    Shape(Vec<TypeRef>),
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // The names are those of OData's primitive types.
#[non_exhaustive]
pub enum TypeRef {
    Boolean,
    Byte,
    Int16,
    Int32,
    Int64,
    Double,
    String,
    /// A string that is never printed.
    Secret,
    DateTimeOffset,
    Date,
    TimeOfDay,
    Duration,
    Guid,
    Binary,
    /// Any JSON.
    Json,
    /// A collection.
    Array {
        item: Box<TypeRef>,
        /// Whether items can be null.
        nullable: bool,
    },
    /// Values of one type by names that are not declared.
    Map {
        value: Box<TypeRef>,
        /// Whether values can be null.
        nullable: bool,
    },
    /// A page of a collection.
    Page(Box<TypeRef>),
    /// A declared type.
    Named(Key),
}

impl TypeRef {
    /// The declared type in this type, if any.
    pub fn named(&self) -> Option<&Key> {
        match self {
            Self::Named(key) => Some(key),
            Self::Array { item, .. } | Self::Page(item) => item.named(),
            Self::Map { value, .. } => value.named(),
            _ => None,
        }
    }
}
