//! The operations of a document.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::{Documentation, NodeId, TypeRef};
use crate::source::Pointer;

/// A request that the service takes, and its answer. Method and path identify it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// The HTTP method.
    pub method: Method,
    /// The path as the document has it.
    pub path: String,
    /// Where it stands.
    pub place: Pointer,
    /// Where in the tree of paths it is.
    pub node: NodeId,
    /// The operation id, which need not be unique.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// One line on what it does.
    pub summary: Option<String>,
    /// What it does, and whether it is deprecated.
    pub documentation: Documentation,
    /// The address of its reference page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What the document says of the parameters in the path: name and description.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path_parameters: Vec<(String, String)>,
    /// Query options and headers.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// What comes back.
    pub answer: Answer,
    /// Who may call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    /// Directory roles, one of which a signed-in user needs.
    pub roles: Vec<String>,
    /// The national clouds that have it.
    pub clouds: Vec<Cloud>,
}

impl Operation {
    /// Method and path, such as `POST /users/{user-id}/sendMail`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method.token(), self.path)
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The method for a key of a path item.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "get" => Self::Get,
            "put" => Self::Put,
            "post" => Self::Post,
            "delete" => Self::Delete,
            "options" => Self::Options,
            "head" => Self::Head,
            "patch" => Self::Patch,
            "trace" => Self::Trace,
            _ => return None,
        })
    }

    /// The method as a key of a path item, which is also the name of the function.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// The method as HTTP writes it.
    pub fn token(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// The name in `PascalCase`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "Get",
            Self::Put => "Put",
            Self::Post => "Post",
            Self::Delete => "Delete",
            Self::Options => "Options",
            Self::Head => "Head",
            Self::Patch => "Patch",
            Self::Trace => "Trace",
        }
    }
}

/// A query option or a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it is sent.
    pub location: ParameterLocation,
    /// Whether it must be sent.
    pub required: bool,
    /// The type of its value.
    pub option_type: OptionType,
    /// The values that it can have, or that the items of its list can have, where the document
    /// names them: the properties that `$select` takes, for one.
    #[serde(skip_serializing_if = "ValueList::is_empty")]
    pub values: ValueList,
    /// The description.
    pub documentation: Documentation,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum ParameterLocation {
    Query,
    Header,
}

/// Values that an option can have. Operations with the same values share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueList(Arc<[Box<str>]>);

impl ValueList {
    /// The values, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|value| &**value)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> FromIterator<&'a str> for ValueList {
    fn from_iter<I: IntoIterator<Item = &'a str>>(values: I) -> Self {
        Self(values.into_iter().map(Box::from).collect())
    }
}

impl Serialize for ValueList {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The type of a parameter's value.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, Serialize,
)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum OptionType {
    Text,
    Boolean,
    Integer,
    Unsigned,
    Number,
    /// Texts, with commas between them.
    List,
    /// Texts, each in a parameter of its own: `a=1&a=2`.
    Repeated,
    /// A text that is sent as an OData string literal, in quotes.
    Literal,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// Whether a request without it is none.
    pub required: bool,
    /// What it is.
    pub content: BodyContent,
}

/// What a body is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BodyContent {
    /// A JSON value.
    Json(TypeRef),
    /// Bytes, of one of these content types, of which some may be ranges such as `image/*`.
    Binary(Vec<String>),
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Answer {
    /// Nothing.
    Empty,
    /// A JSON value, or nothing where `optional`.
    Json {
        /// The value's type.
        type_ref: TypeRef,
        /// Whether there may be no body.
        optional: bool,
    },
    /// A value of a simple type as text.
    Text(TypeRef),
    /// Bytes.
    Binary,
}

/// Who may call an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Permissions {
    /// A signed-in user with a work or school account.
    pub delegated_work: Scheme,
    /// A signed-in user with a personal account.
    pub delegated_personal: Scheme,
    /// An application without a user.
    pub application: Scheme,
}

/// The permissions of one way to sign in.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Scheme {
    /// The document does not say.
    #[default]
    Unknown,
    /// It cannot be called this way.
    Unsupported,
    /// One of these is needed.
    Supported {
        /// The least privileged.
        least: Vec<AllOf>,
        /// Those that allow more than is needed.
        higher: Vec<AllOf>,
    },
}

impl Scheme {
    /// All that do, the least privileged first.
    pub fn alternatives(&self) -> impl Iterator<Item = &AllOf> {
        let (least, higher): (&[AllOf], &[AllOf]) = match self {
            Self::Supported { least, higher } => (least, higher),
            Self::Unknown | Self::Unsupported => (&[], &[]),
        };
        least.iter().chain(higher)
    }
}

/// Permissions that do together; mostly it is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AllOf(pub Vec<String>);

impl fmt::Display for AllOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" and "))
    }
}

impl Serialize for AllOf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [only] => serializer.serialize_str(only),
            several => several.serialize(serializer),
        }
    }
}

/// A kind of caller: permissions are granted to each on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Caller {
    DelegatedWork,
    DelegatedPersonal,
    Application,
}

impl Caller {
    /// All of them, in the order of the reference.
    pub const ALL: [Self; 3] = [
        Self::DelegatedWork,
        Self::DelegatedPersonal,
        Self::Application,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated-work",
            Self::DelegatedPersonal => "delegated-personal",
            Self::Application => "application",
        }
    }

    /// The key in `x-graph-permissions`.
    pub fn key(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegatedWork",
            Self::DelegatedPersonal => "delegatedPersonal",
            Self::Application => "application",
        }
    }
}

impl Permissions {
    /// The permissions of this kind of caller.
    pub fn of(&self, caller: Caller) -> &Scheme {
        match caller {
            Caller::DelegatedWork => &self.delegated_work,
            Caller::DelegatedPersonal => &self.delegated_personal,
            Caller::Application => &self.application,
        }
    }

    /// The permissions of this kind of caller, to change.
    pub fn of_mut(&mut self, caller: Caller) -> &mut Scheme {
        match caller {
            Caller::DelegatedWork => &mut self.delegated_work,
            Caller::DelegatedPersonal => &mut self.delegated_personal,
            Caller::Application => &mut self.application,
        }
    }
}

/// A national cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Cloud {
    Global,
    UsGovernmentL4,
    UsGovernmentL5,
    China,
}

impl Cloud {
    /// The cloud by its name in `x-graph-clouds`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "global" => Self::Global,
            "usGovernmentL4" => Self::UsGovernmentL4,
            "usGovernmentL5" => Self::UsGovernmentL5,
            "china" => Self::China,
            _ => return None,
        })
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::UsGovernmentL4 => "US Government L4",
            Self::UsGovernmentL5 => "US Government L5 (DOD)",
            Self::China => "China operated by 21Vianet",
        }
    }
}
