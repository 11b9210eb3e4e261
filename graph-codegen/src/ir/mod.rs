//! What a document describes, without OpenAPI and without Rust: types, operations, and the tree
//! of paths.

mod analysis;
mod areas;
mod operation;
mod path;
mod read;
mod tree;
mod types;

pub use areas::{Area, AreaId, Areas, Extent};
pub use operation::{
    Answer, Body, Cloud, Method, Operation, OptionType, Parameter, ParameterLocation, Permissions,
    Scheme,
};
pub use path::{Alias, PathError, PathPart, PathSegment, SegmentKind};
pub use read::read;
pub use tree::{Node, NodeId, Tree};
pub use types::{
    Alternative, Constant, Documentation, Enumeration, Member, Object, Presence, Property,
    PropertyLimit, Type, TypeId, TypeRef, Union,
};

/// Everything that is rendered.
#[derive(Clone, Debug)]
pub struct Api {
    /// The title of the document.
    pub title: String,
    /// The path of the service root, such as `/v1.0`.
    pub root: String,
    /// The types, in the order of their declaration; types of inline schemas come last.
    pub types: Vec<Type>,
    /// The operations, in the order of their declaration.
    pub operations: Vec<Operation>,
    /// The paths as a tree.
    pub tree: Tree,
    /// The areas of the tree.
    pub areas: Areas,
    /// For every type the areas that need it, sorted; none for a type that is always there.
    pub reached_from: Vec<Vec<AreaId>>,
}

impl Api {
    /// The type with this number.
    pub fn type_of(&self, id: TypeId) -> Option<&Type> {
        self.types.get(id.0)
    }

    /// The object with this number, when it is one.
    pub fn object(&self, id: TypeId) -> Option<&Object> {
        match self.type_of(id) {
            Some(Type::Object(object)) => Some(object),
            _ => None,
        }
    }
}
