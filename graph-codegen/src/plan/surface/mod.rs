//! The Rust surface of a selection: every public item, decided.

mod items;
mod models;
mod paths;

use serde::Serialize;

pub use items::{Item, ItemKind};
pub use models::{
    Alternative, Base, Choice, Constructor, Definition, EitherChoice, Enumeration, Family, Field,
    Fill, Kind, Model, OperationLink, Presence, Struct, Target, UseOf, Variant,
};
pub use paths::{
    Argument, ArgumentType, BodyCall, Builder, ChildMethod, OperationConstants, OperationMethod,
    PathFile, PathPiece, RequestOption, RequestType, RequirementSet, Requirements, Segment,
};

pub(super) use paths::scalar as paths_scalar;

/// Everything public that is generated for a selection. Nothing is left to be decided by whoever
/// renders it.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Surface {
    /// The title of the document.
    pub title: String,
    /// The path of the service root, such as `/v1.0`.
    pub root: String,
    /// The types below `models`.
    pub models: Vec<Model>,
    /// What navigation properties lead to, below `models::targets`.
    pub targets: Vec<Target>,
    /// The request types, below `requests`.
    pub requests: Vec<RequestType>,
    /// What operations ask of their callers, below `requirements`.
    pub requirements: Vec<RequirementSet>,
    /// The methods of `Api`, which lead to the top-level segments.
    pub entries: Vec<ChildMethod>,
    /// The path builders, a module for each top-level segment.
    pub segments: Vec<Segment>,
    /// The features that gate parts of the code, sorted by name.
    pub features: Vec<Feature>,
    /// Long conditions by name, each with its features.
    pub conditions: Vec<NamedCondition>,
}

impl Surface {
    /// How many operations have a method.
    pub fn operations(&self) -> usize {
        self.operation_methods().count()
    }

    /// The methods of all operations.
    pub fn operation_methods(&self) -> impl Iterator<Item = &OperationMethod> {
        self.segments
            .iter()
            .flat_map(|segment| &segment.files)
            .flat_map(|file| &file.builders)
            .flat_map(|builder| &builder.operations)
    }
}

/// A feature of Cargo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// The features that it turns on: those of the parts of a top-level segment.
    pub enables: Vec<String>,
}

/// When something is compiled: always, or when one of these features is on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Condition(pub Vec<String>);

impl Condition {
    /// Whether it always holds.
    pub fn is_always(&self) -> bool {
        self.0.is_empty()
    }
}

/// A condition that occurs many times, and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedCondition {
    /// The name.
    pub name: crate::naming::Identifier,
    /// When it holds.
    pub condition: Condition,
}
