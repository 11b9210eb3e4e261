//! What a document describes, without OpenAPI and without Rust: types, operations, and the tree
//! of paths.
//!
//! An [`Api`] is a value: it serialises, and every item in it has a key that outlives the next
//! edition of the document (the name of a schema; a method and a path) and its place.

mod key;
mod operation;
mod read;
mod shape;
mod tree;
mod types;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

pub use key::Key;
pub use operation::{
    AllOf, Answer, Body, BodyContent, Caller, Cloud, Method, Operation, OptionType, Parameter,
    ParameterLocation, Permissions, Scheme, ValueList,
};
pub(crate) use read::deprecation;
pub use read::read;
pub(crate) use shape::Shapes;
pub use tree::{Node, NodeId, Tree};
pub use types::{
    Alternative, Choice, Deprecation, Documentation, Enumeration, Limit, Member, Name,
    NavigationTarget, Object, Property, ToldBy, Type, TypeRef,
};

/// Everything that a document describes.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    /// The title of the document.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The path of the service root, such as `/v1.0`.
    pub root: String,
    /// The types by their keys; those of inline schemas have keys of their own.
    pub types: BTreeMap<Key, Type>,
    /// The operations, in the order of paths and methods.
    pub operations: Vec<Operation>,
    /// The paths as a tree.
    pub tree: Tree,
    /// The keys of objects that paths name by them, each a list of properties: `id`, and for an
    /// application also `appId`.
    pub keys: BTreeMap<Key, BTreeSet<Vec<String>>>,
}

/// A property that an object has, of its own or from an ancestor.
#[derive(Clone, Copy, Debug)]
pub struct PropertyOf<'a> {
    /// The property.
    pub property: &'a Property,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it comes from an ancestor.
    pub inherited: bool,
}

impl Api {
    /// The object with this key, when it is one.
    pub fn object(&self, key: &Key) -> Option<&Object> {
        match self.types.get(key) {
            Some(Type::Object(object)) => Some(object),
            _ => None,
        }
    }

    /// The properties of an object, those of its ancestors first. One that a descendant declares
    /// again stands in the place of its ancestor's, as the descendant has it.
    pub fn properties<'a>(&'a self, object: &'a Object) -> Vec<PropertyOf<'a>> {
        let lineage = self.lineage(object);
        let mut all: Vec<PropertyOf<'a>> = Vec::new();
        let mut positions: HashMap<&str, usize> = HashMap::new();
        for ancestor in lineage.iter().rev() {
            for property in &ancestor.properties {
                let position = positions.get(property.name.as_str()).copied();
                if let Some(known) = position.and_then(|position| all.get_mut(position)) {
                    known.property = property;
                    continue;
                }
                positions.insert(&property.name, all.len());
                all.push(PropertyOf {
                    property,
                    required: false,
                    inherited: !std::ptr::eq(*ancestor, object),
                });
            }
        }
        for name in lineage.iter().flat_map(|object| &object.required) {
            let position = positions.get(name.as_str()).copied();
            if let Some(known) = position.and_then(|position| all.get_mut(position)) {
                known.required = true;
            }
        }
        all
    }

    /// An object, its parent, that one's parent and so on.
    pub fn lineage<'a>(&'a self, object: &'a Object) -> Vec<&'a Object> {
        let mut lineage = vec![object];
        let mut next = object.parent.as_ref();
        // The reader refuses loops and long lines, and goes on.
        while let Some(parent) = next.and_then(|key| self.object(key)) {
            if lineage.len() > read::MOST_ANCESTORS {
                break;
            }
            lineage.push(parent);
            next = parent.parent.as_ref();
        }
        lineage
    }
}
