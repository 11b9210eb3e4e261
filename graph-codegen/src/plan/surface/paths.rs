//! Path builders, requests, and the operations that they lead to.

use std::fmt;

use serde::Serialize;

use super::Condition;
use crate::ir::{Cloud, Documentation, Method, OptionType, ParameterLocation, Permissions};
use crate::naming::Identifier;
use crate::plan::RustType;
use crate::source::Pointer;

/// The module of a top-level segment.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// The segment.
    pub segment: String,
    /// The module.
    pub module: Identifier,
    /// When it is compiled.
    pub condition: Condition,
    /// Its own file first, then those of its parts.
    pub files: Vec<PathFile>,
}

/// A file of path builders.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PathFile {
    /// The module of a part of a segment; none for the segment's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Identifier>,
    /// When it is compiled, where the segment is.
    pub condition: Condition,
    /// What it holds of builders: a builder may have methods in several files.
    pub builders: Vec<Builder>,
}

/// A struct that stands for a path, or more methods of one.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Builder {
    /// Its name.
    pub identifier: Identifier,
    /// The path.
    pub path: String,
    /// Whether it is declared here.
    pub is_declared_here: bool,
    /// The methods that lead to longer paths.
    pub children: Vec<ChildMethod>,
    /// The methods that return requests.
    pub operations: Vec<OperationMethod>,
}

/// A method that leads to a longer path.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChildMethod {
    /// Its name.
    pub method: Identifier,
    /// The segment that it adds.
    pub segment: String,
    /// What the document says of each parameter in it: name and description.
    pub parameters: Vec<(String, String)>,
    /// The module of the builder that it returns, seen from `Api`; none within the module.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<Identifier>,
    /// The builder that it returns.
    pub builder: Identifier,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// What it appends to the path.
    pub pieces: Vec<PathPiece>,
    /// When it is compiled, where the builder is.
    pub condition: Condition,
}

/// A piece that a method appends to a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PathPiece {
    /// Fixed text, encoded.
    Text(String),
    /// A key: an argument that is a whole segment, or a part of one.
    Key(usize),
    /// An argument within the quotes of an OData string literal.
    Quoted(usize),
    /// An argument of a call that stands without quotes.
    Unquoted(usize),
}

/// An argument of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Argument {
    /// Its name.
    pub identifier: Identifier,
    /// Its type.
    pub argument_type: ArgumentType,
}

/// The type of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArgumentType {
    /// A text.
    Text,
    /// A number or a truth value.
    Scalar(&'static str),
    /// Several texts.
    List,
    /// A value by reference.
    Reference(RustType),
    /// A value by reference, or none.
    OptionalReference(RustType),
    /// Bytes, text or a stream.
    Bytes,
    /// Bytes, text or a stream, or none.
    OptionalBytes,
    /// A content type.
    ContentType,
}

impl fmt::Display for ArgumentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("impl AsRef<str>"),
            Self::Scalar(name) => f.write_str(name),
            Self::List => f.write_str("impl IntoIterator<Item = impl AsRef<str>>"),
            Self::Reference(value) => write!(f, "&{value}"),
            Self::OptionalReference(value) => write!(f, "impl Into<Option<&{value}>>"),
            Self::Bytes => f.write_str("impl Into<transport::Body>"),
            Self::OptionalBytes => f.write_str("Option<transport::Body>"),
            Self::ContentType => f.write_str("&str"),
        }
    }
}

impl Serialize for ArgumentType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A method that returns a request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationMethod {
    /// The HTTP method.
    pub method: Method,
    /// Its name.
    pub identifier: Identifier,
    /// The path as the document has it.
    pub path: String,
    /// Where it stands.
    pub place: Pointer,
    /// One line on what it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it does, and whether it is deprecated.
    pub documentation: Documentation,
    /// The address of its reference page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The arguments: the body first, then options that must be given.
    pub arguments: Vec<Argument>,
    /// How the body is passed on.
    pub body: BodyCall,
    /// The options that must be given: location, name, type and the number of the argument.
    pub required_options: Vec<(RequestOption, usize)>,
    /// The request type; none for one without options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<Identifier>,
    /// What it answers.
    pub answer: RustType,
    /// Who may call it, and where.
    pub requirements: Requirements,
    /// The constant that describes it, beside the method, and that of its requirements; none where
    /// nothing is known of who may call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constants: Option<OperationConstants>,
}

impl OperationMethod {
    /// Method and path, such as `POST /users/{user-id}/sendMail`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method.token(), self.path)
    }
}

/// The constants of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationConstants {
    /// The operation, in the builder.
    pub operation: Identifier,
    /// What it asks of its caller, below `requirements`.
    pub requirements: Identifier,
}

/// A constant below `requirements`: what some operations ask of their caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequirementSet {
    /// Its name.
    pub identifier: Identifier,
    /// What it says.
    pub requirements: Requirements,
}

/// How a body is passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BodyCall {
    /// There is none.
    None,
    /// A model.
    Model,
    /// A slice of values.
    Slice,
    /// Any value.
    Content,
    /// Any value, or none.
    OptionalContent,
    /// Bytes of this content type, or of the one given.
    Bytes(Option<String>),
    /// Bytes of this content type, or of the one given, or none.
    OptionalBytes(Option<String>),
}

/// Who may call an operation, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirements {
    /// The permissions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    /// Directory roles, one of which a signed-in user needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The national clouds that have it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clouds: Vec<Cloud>,
}

impl Requirements {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A request type: the options that some operations take.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestType {
    /// Its name.
    pub identifier: Identifier,
    /// Its methods: one for each option.
    pub methods: Vec<(Identifier, RequestOption)>,
}

/// An option of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestOption {
    /// Where it is sent.
    pub location: ParameterLocation,
    /// Its name on the wire.
    pub name: String,
    /// The type of its value.
    pub option_type: OptionType,
    /// What the document says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl RequestOption {
    /// The type of the argument that sets it.
    pub fn argument_type(&self) -> ArgumentType {
        scalar(self.option_type).map_or_else(
            || match self.option_type {
                OptionType::List | OptionType::Repeated => ArgumentType::List,
                _ => ArgumentType::Text,
            },
            ArgumentType::Scalar,
        )
    }
}

/// The type of values that are no text.
pub(in crate::plan) fn scalar(option_type: OptionType) -> Option<&'static str> {
    match option_type {
        OptionType::Boolean => Some("bool"),
        OptionType::Integer => Some("i64"),
        OptionType::Unsigned => Some("u64"),
        OptionType::Number => Some("f64"),
        OptionType::Text | OptionType::Literal | OptionType::List | OptionType::Repeated => None,
    }
}
