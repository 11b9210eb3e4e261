//! Schemas, in OpenAPI 3.0 and 3.1 alike.

use std::borrow::Cow;

use super::components::Components;
use crate::source::{Mapping, Node, Pointer, component_name};

/// A schema and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'d> {
    node: &'d Node,
    pub(crate) pointer: Pointer,
    /// Whether the keywords beside a `$ref` are meant, without it.
    beside_reference: bool,
}

/// What a schema says of the JSON that it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'d> {
    /// Nothing.
    Unknown,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    /// `null` and nothing else.
    Null,
    /// Several kinds.
    Several,
    /// A word that OpenAPI does not know.
    Other(&'d str),
}

/// What a schema says of properties that it does not declare.
#[derive(Clone, Debug)]
pub(crate) enum Additional<'d> {
    /// Nothing, or that they may be anything.
    Any,
    /// There are none.
    None,
    /// They are of this schema.
    Schema(Schema<'d>),
}

/// Keywords that stand beside a `$ref` and say more than a description does.
const STRUCTURAL: [&str; 7] = [
    "allOf",
    "anyOf",
    "enum",
    "items",
    "oneOf",
    "properties",
    "type",
];

/// Whether a property is a navigation property, as [`Schema::navigation_target`] has it.
pub(crate) fn is_navigation(property: &Node) -> bool {
    Schema::new(property, Pointer::root())
        .navigation_target()
        .is_some()
}

impl<'d> Schema<'d> {
    pub(crate) fn new(node: &'d Node, pointer: Pointer) -> Self {
        Self {
            node,
            pointer,
            beside_reference: false,
        }
    }

    /// The component schema with this name.
    pub(crate) fn component(components: &Components<'d>, name: &str) -> Option<Self> {
        let node = components.schema(name)?;
        Some(Self::new(
            node,
            Pointer::of(["components", "schemas", name]),
        ))
    }

    fn get(&self, key: &str) -> Option<&'d Node> {
        self.node.get(key)
    }

    fn at(&self, keys: &[&str]) -> Pointer {
        let mut pointer = self.pointer.clone();
        for key in keys {
            pointer.push(key);
        }
        pointer
    }

    /// The component schema that this one is a `$ref` to.
    pub(crate) fn reference(&self) -> Option<Cow<'d, str>> {
        if self.beside_reference {
            return None;
        }
        let text = self.get("$ref")?.as_str()?;
        component_name(text, "schemas")
    }

    /// What stands beside the `$ref`, when that says more than a description does.
    pub(crate) fn beside_reference(&self) -> Option<Self> {
        let says_more = STRUCTURAL.iter().any(|key| self.get(key).is_some());
        (says_more && self.reference().is_some()).then(|| Self {
            beside_reference: true,
            ..self.clone()
        })
    }

    /// The text under a key.
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn format(&self) -> &'d str {
        match (self.text("format"), self.text("contentEncoding")) {
            (Some(format), _) => format,
            // How 3.1 says it.
            (None, Some("base64")) => "byte",
            (None, Some("base64url")) => "base64url",
            _ => "",
        }
    }

    fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Node::as_bool).unwrap_or(false)
    }

    pub(crate) fn read_only(&self) -> bool {
        self.flag("readOnly")
    }

    pub(crate) fn write_only(&self) -> bool {
        self.flag("writeOnly")
    }

    /// Where a navigation property leads to, or led to before its document was trimmed: a component
    /// schema, and whether it is a collection of that. A property that leads to several, or to something
    /// else, is one like any other.
    pub(crate) fn navigation_target(&self) -> Option<(Cow<'d, str>, bool)> {
        if !self.flag("x-ms-navigationProperty") {
            return None;
        }
        let items = self.items().filter(|_| self.kind() == Kind::Array);
        let is_collection = items.is_some();
        let target = match self.trimmed_target() {
            Some(target) => target.into(),
            None => items.as_ref().unwrap_or(self).only_reference()?,
        };
        Some((target, is_collection))
    }

    /// The schema that a navigation property led to before its document was trimmed.
    pub(crate) fn trimmed_target(&self) -> Option<&'d str> {
        self.text(super::TRIMMED)
    }

    /// The one component schema that this one comes to, apart from null.
    fn only_reference(&self) -> Option<Cow<'d, str>> {
        if let Some(name) = self.reference() {
            return Some(name);
        }
        let lists = [self.any_of(), self.one_of(), self.all_of()];
        let mut meant = lists.iter().flatten().filter(|part| !part.is_null());
        match (meant.next(), meant.next()) {
            (Some(only), None) => only.reference(),
            _ => None,
        }
    }

    pub(crate) fn is_flags(&self) -> bool {
        self.get("x-ms-enum-flags").is_some()
    }

    /// The words of `type`: one, or several in 3.1.
    fn types(&self) -> Vec<&'d str> {
        match self.get("type") {
            Some(Node::String(word)) => vec![word],
            Some(Node::Sequence(words)) => words.iter().filter_map(Node::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Which JSON this is, apart from null.
    pub(crate) fn kind(&self) -> Kind<'d> {
        let types = self.types();
        let mut kinds = types.iter().filter(|word| **word != "null");
        match (kinds.next(), kinds.next()) {
            (None, _) if types.is_empty() => Kind::Unknown,
            (None, _) => Kind::Null,
            (Some(_), Some(_)) => Kind::Several,
            (Some(word), None) => match *word {
                "boolean" => Kind::Boolean,
                "integer" => Kind::Integer,
                "number" => Kind::Number,
                "string" => Kind::String,
                "array" => Kind::Array,
                "object" => Kind::Object,
                other => Kind::Other(other),
            },
        }
    }

    /// The kinds of a schema that has several, each as a schema would have it.
    pub(crate) fn several_kinds(&self) -> Vec<&'d str> {
        let mut types = self.types();
        types.retain(|word| *word != "null");
        types
    }

    /// Whether null is one of its values.
    pub(crate) fn nullable(&self) -> bool {
        self.flag("nullable") || self.types().contains(&"null") || self.has_null_value()
    }

    fn has_null_value(&self) -> bool {
        let values = self.get("enum").and_then(Node::as_sequence);
        values.is_some_and(|values| values.iter().any(Node::is_null))
    }

    /// Whether this says no more than that a value may be null.
    pub(crate) fn is_null(&self) -> bool {
        if self.get("$ref").is_some() {
            return false;
        }
        match self.kind() {
            Kind::Null => true,
            Kind::Unknown | Kind::Object => {
                self.nullable()
                    && self.get("properties").is_none()
                    && self.get("allOf").is_none()
                    && self.get("oneOf").is_none()
                    && self.get("anyOf").is_none()
            }
            _ => false,
        }
    }

    /// The texts that an enumeration of strings consists of, which `const` is one of.
    pub(crate) fn enumeration(&self) -> Option<Vec<&'d str>> {
        if !matches!(self.kind(), Kind::Unknown | Kind::String) {
            return None;
        }
        if let Some(only) = self.get("const") {
            return only.as_str().map(|text| vec![text]);
        }
        let values = self.get("enum").and_then(Node::as_sequence)?;
        let is_text = |value: &Node| matches!(value, Node::String(_) | Node::Null);
        values
            .iter()
            .all(is_text)
            .then(|| values.iter().filter_map(Node::as_str).collect())
    }

    /// What `x-ms-enum` says of a value of an enumeration.
    pub(crate) fn describe_value(&self, value: &str) -> Option<&'d str> {
        self.get("x-ms-enum")?
            .get("values")?
            .as_sequence()?
            .iter()
            .find(|node| node.get("value").and_then(Node::as_str) == Some(value))?
            .get("description")?
            .as_str()
    }

    fn list(&self, key: &str) -> Vec<Self> {
        let items = self.get(key).and_then(Node::as_sequence);
        items
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(|(index, node)| {
                let mut pointer = self.at(&[key]);
                pointer.push_index(index);
                Self::new(node, pointer)
            })
            .collect()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn all_of(&self) -> Vec<Self> {
        self.list("allOf")
    }

    pub(crate) fn any_of(&self) -> Vec<Self> {
        self.list("anyOf")
    }

    pub(crate) fn one_of(&self) -> Vec<Self> {
        self.list("oneOf")
    }

    /// The schema of the items of an array.
    pub(crate) fn items(&self) -> Option<Self> {
        let node = self.get("items")?;
        Some(Self::new(node, self.at(&["items"])))
    }

    /// The properties, by name.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&'d str, Self)> {
        let properties = self.get("properties").and_then(Node::as_mapping);
        let pointer = self.pointer.clone();
        properties
            .into_iter()
            .flat_map(Mapping::iter)
            .map(move |(name, node)| {
                let mut at = pointer.child("properties");
                at.push(name);
                (name, Self::new(node, at))
            })
    }

    pub(crate) fn has_properties(&self) -> bool {
        self.get("properties").and_then(Node::as_mapping).is_some()
    }

    /// The names of the properties that are always there.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'d str> {
        let names = self.get("required").and_then(Node::as_sequence);
        names.unwrap_or_default().iter().filter_map(Node::as_str)
    }

    pub(crate) fn additional(&self) -> Additional<'d> {
        match self.get("additionalProperties") {
            Some(Node::Bool(false)) => Additional::None,
            Some(node @ Node::Mapping(mapping)) if !mapping.is_empty() => {
                Additional::Schema(Self::new(node, self.at(&["additionalProperties"])))
            }
            _ => Additional::Any,
        }
    }

    /// The property that tells types apart.
    pub(crate) fn discriminator(&self) -> Option<&'d str> {
        self.get("discriminator")?.get("propertyName")?.as_str()
    }

    /// The mapping of its discriminator: value, the schema that it names, place.
    pub(crate) fn mapping(&self) -> Vec<(&'d str, Cow<'d, str>, Pointer)> {
        let mapping = self
            .get("discriminator")
            .and_then(|discriminator| discriminator.get("mapping"))
            .and_then(Node::as_mapping);
        mapping
            .into_iter()
            .flat_map(Mapping::iter)
            .map(|(value, target)| {
                let name = super::mapped_schema(target)
                    .or_else(|| target.as_str().map(Cow::from))
                    .unwrap_or_default();
                (value, name, self.at(&["discriminator", "mapping", value]))
            })
            .collect()
    }

    pub(crate) fn description(&self) -> Option<&'d str> {
        self.text("description")
    }

    pub(crate) fn node(&self) -> &'d Node {
        self.node
    }

    /// A number under a key, of a limit.
    fn limit(&self, key: &str) -> Option<f64> {
        let number = self.get(key).and_then(Node::as_f64);
        number.filter(|limit| limit.is_finite())
    }

    /// The smallest number, and whether it is itself too small.
    pub(crate) fn minimum(&self) -> Option<(f64, bool)> {
        self.bound("minimum", "exclusiveMinimum")
    }

    /// The largest number, and whether it is itself too large.
    pub(crate) fn maximum(&self) -> Option<(f64, bool)> {
        self.bound("maximum", "exclusiveMaximum")
    }

    /// 3.0 has a truth value beside the limit, 3.1 another limit.
    fn bound(&self, inclusive: &str, exclusive: &str) -> Option<(f64, bool)> {
        match self.limit(exclusive) {
            Some(limit) => Some((limit, true)),
            None => Some((self.limit(inclusive)?, self.flag(exclusive))),
        }
    }

    /// The count under a key, such as `maxLength`.
    pub(crate) fn count(&self, key: &str) -> Option<u64> {
        self.get(key).and_then(Node::as_u64)
    }

    /// The default as JSON.
    pub(crate) fn default(&self) -> Option<String> {
        self.get("default").map(json)
    }

    /// The example as JSON: `example`, or the first of `examples`.
    pub(crate) fn example(&self) -> Option<String> {
        let several = || self.get("examples")?.as_sequence()?.first();
        self.get("example").or_else(several).map(json)
    }
}

fn json(node: &Node) -> String {
    // Writing a node fails on keys that are not text only, which mappings have not.
    serde_json::to_string(node).unwrap_or_default()
}
