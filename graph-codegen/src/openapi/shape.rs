//! Which parts of an OpenAPI document may hold which others: where references can stand, and where there is data
//! in which `$ref` means nothing.

use std::borrow::Cow;

use crate::source::{Node, component_name};

/// The extension of a navigation property that was left out: the name of the type that it has in the
/// whole document.
pub(crate) const TRIMMED: &str = "x-graph-trimmed";

/// The extension at the root of a trimmed document that carries what the whole one decided.
pub(crate) const PLAN: &str = "x-graph-plan";

/// The extension that carries the permissions of an operation.
pub(crate) const PERMISSIONS: &str = "x-graph-permissions";

/// What kind of object a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Header,
    Encoding,
    Example,
    Link,
    Callback,
    Schema,
}

/// How the nodes of a kind are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    One,
    List,
    /// By names of any kind.
    Map,
    /// By names, beside which there may be extensions.
    MapWithExtensions,
}

/// The kinds of components that references lead to, as they are called in `components`.
pub(crate) const COMPONENT_KINDS: [(&str, Shape); 8] = [
    ("schemas", Shape::Schema),
    ("responses", Shape::Response),
    ("parameters", Shape::Parameter),
    ("examples", Shape::Example),
    ("requestBodies", Shape::RequestBody),
    ("headers", Shape::Header),
    ("links", Shape::Link),
    ("callbacks", Shape::Callback),
];

impl Shape {
    /// What a key of an object of this kind holds, unless that is plain data.
    pub(crate) fn child(self, key: &str) -> Option<(Held, Self)> {
        use Held::{List, Map, MapWithExtensions, One};
        Some(match (self, key) {
            (
                Self::Schema,
                "items"
                | "additionalProperties"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "contentSchema"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties",
            )
            | (Self::Parameter | Self::Header | Self::MediaType, "schema") => (One, Self::Schema),
            (Self::Schema, "properties" | "patternProperties" | "dependentSchemas" | "$defs") => {
                (Map, Self::Schema)
            }
            (Self::Schema, "allOf" | "anyOf" | "oneOf" | "prefixItems") => (List, Self::Schema),
            (Self::PathItem | Self::Operation, "parameters") => (List, Self::Parameter),
            (Self::Operation, "requestBody") => (One, Self::RequestBody),
            (Self::Operation, "responses") => (MapWithExtensions, Self::Response),
            (Self::Operation, "callbacks") => (MapWithExtensions, Self::Callback),
            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
            ) => (One, Self::Operation),
            (Self::Callback, key) if !key.starts_with("x-") => (One, Self::PathItem),
            (Self::Parameter | Self::Header | Self::MediaType, "examples") => (Map, Self::Example),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => {
                (Map, Self::MediaType)
            }
            (Self::Response | Self::Encoding, "headers") => (Map, Self::Header),
            (Self::Response, "links") => (Map, Self::Link),
            (Self::MediaType, "encoding") => (Map, Self::Encoding),
            _ => return None,
        })
    }

    /// The name in `components` of what references to this kind lead to.
    pub(crate) fn component_kind(self) -> Option<&'static str> {
        COMPONENT_KINDS
            .iter()
            .find(|(_, shape)| *shape == self)
            .map(|(kind, _)| *kind)
    }
}

/// The component schema that an entry of a discriminator mapping names, by reference or by mere name.
pub(crate) fn mapped_schema(entry: &Node) -> Option<Cow<'_, str>> {
    let text = entry.as_str()?;
    if text.starts_with('#') {
        component_name(text, "schemas")
    } else {
        Some(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_components() {
        let name = |text| component_name(text, "schemas").map(Cow::into_owned);
        assert_eq!(
            name("#/components/schemas/microsoft.graph.user").as_deref(),
            Some("microsoft.graph.user")
        );
        assert_eq!(
            name("#/components/schemas/a~1b%20c").as_deref(),
            Some("a/b c")
        );
        assert_eq!(name("#/components/schemas/a/properties/b"), None);
        assert_eq!(name("#/components/schemas/a~1b/properties"), None);
        assert_eq!(name("#/components/responses/a"), None);
        assert_eq!(name("a.yaml#/components/schemas/a"), None);
    }
}
