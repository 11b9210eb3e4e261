//! The types of a document.

/// The number of a type in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type that generated code declares.
#[derive(Clone, Debug)]
pub enum Type {
    /// An object with properties.
    Object(Object),
    /// A string with a set of known values.
    Enumeration(Enumeration),
    /// One of several objects.
    Union(Union),
}

impl Type {
    /// The name of the schema, such as `microsoft.graph.user`; for an inline schema the name that
    /// its place suggests.
    pub fn name(&self) -> &str {
        match self {
            Self::Object(object) => &object.name,
            Self::Enumeration(enumeration) => &enumeration.name,
            Self::Union(union) => &union.name,
        }
    }
}

/// What the document says about something, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documentation {
    /// The description.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Object {
    /// The name of the schema.
    pub name: String,
    /// Names to take instead, in turn, where the first is taken; for inline schemas.
    pub other_names: Vec<String>,
    /// The description.
    pub documentation: Documentation,
    /// The type it is derived from.
    pub parent: Option<TypeId>,
    /// All properties, those of the ancestors first.
    pub properties: Vec<Property>,
    /// How many of the properties are the ancestors'.
    pub inherited: usize,
    /// Properties with one possible value.
    pub constants: Vec<Constant>,
    /// Whether it is only ever sent, so that required properties are always there.
    pub only_sent: bool,
    /// The property whose value tells which descendant an object is.
    pub discriminator: String,
    /// Its descendants in the document, when it is the declared type of something and has some.
    pub descendants: Vec<Alternative>,
    /// About how many bytes a value takes in Rust, without what it points to.
    pub size: usize,
}

impl Object {
    /// Whether a value declared as this type can be one of several types.
    pub fn is_polymorphic(&self) -> bool {
        !self.descendants.is_empty()
    }
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// The type of its value.
    pub type_ref: TypeRef,
    /// Whether it can be absent or null.
    pub presence: Presence,
    /// The description.
    pub documentation: Documentation,
    /// Limits on what is sent.
    pub limits: Vec<PropertyLimit>,
    /// Whether the value is behind a pointer, for the sake of cycles or of size.
    pub boxed: bool,
}

/// Whether a property can be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there.
    Required,
    /// Absent or a value.
    Optional,
    /// Absent, null or a value.
    Nullable,
}

/// A property that has always the same value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// The name on the wire.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A limit on a value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // The names are those of JSON Schema.
pub enum PropertyLimit {
    MaxLength(u64),
    MinLength(u64),
    MaxItems(u64),
    MinItems(u64),
    Maximum(f64),
    Minimum(f64),
}

/// A string with a set of known values.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// The name of the schema.
    pub name: String,
    /// Names to take instead, in turn, where the first is taken; for inline schemas.
    pub other_names: Vec<String>,
    /// The description.
    pub documentation: Documentation,
    /// The known values.
    pub members: Vec<Member>,
    /// Whether a value is a set of members.
    pub is_flags: bool,
}

/// A known value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The value on the wire.
    pub value: String,
    /// The description.
    pub description: Option<String>,
}

/// One of several objects, told apart by the value of a property.
#[derive(Clone, Debug)]
pub struct Union {
    /// The name of the schema.
    pub name: String,
    /// The description.
    pub documentation: Documentation,
    /// The property that tells which.
    pub discriminator: String,
    /// The objects.
    pub alternatives: Vec<Alternative>,
}

/// One of the objects that a [`Union`] or a polymorphic [`Object`] can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The value of the discriminating property.
    pub value: String,
    /// The object.
    pub object: TypeId,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of OData's primitive types, as Rust has them.
pub enum TypeRef {
    Boolean,
    U8,
    I16,
    I32,
    I64,
    Double,
    String,
    /// A string that is never printed.
    Secret,
    DateTime,
    Date,
    TimeOfDay,
    Duration,
    Uuid,
    Base64,
    /// Any JSON.
    Json,
    /// A collection.
    Array {
        item: Box<TypeRef>,
        /// Whether items can be null.
        nullable: bool,
    },
    /// A page of a collection.
    Page(Box<TypeRef>),
    /// A declared type.
    Named(TypeId),
}

impl TypeRef {
    /// The declared type in this type, if any.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Array { item, .. } | Self::Page(item) => item.named(),
            _ => None,
        }
    }
}
