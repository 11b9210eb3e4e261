//! Path items, their operations, and what these take and give.

use super::components::Components;
use super::schema::Schema;
use super::shape::Shape;
use crate::ir::{Deprecation, deprecation};
use crate::source::{Document, Mapping, Node, Pointer};

/// The keys of a path item that are operations.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The other keys that a path item may have, besides extensions.
pub(crate) const PATH_ITEM_KEYS: [&str; 4] = ["parameters", "summary", "description", "servers"];

/// An operation where it stands in its document.
#[derive(Clone, Copy, Debug)]
pub struct OperationRef<'d> {
    /// The path template.
    pub path: &'d str,
    /// The method, as the document writes it: in lower case.
    pub method: &'d str,
    /// The path item around it, with the parameters that all its operations share.
    pub path_item: &'d Mapping,
    /// The operation.
    pub operation: &'d Node,
}

impl<'d> OperationRef<'d> {
    /// The `operationId`. Graph has some that occur more than once.
    pub fn operation_id(&self) -> Option<&'d str> {
        self.operation.get("operationId")?.as_str()
    }

    /// The `summary`.
    pub fn summary(&self) -> Option<&'d str> {
        self.operation.get("summary")?.as_str()
    }

    /// Whether it is deprecated, and what is known of that.
    pub fn deprecation(&self) -> Option<Deprecation> {
        deprecation(self.operation)
    }
}

/// All operations of a document, in its order.
pub fn operations(document: &Document) -> impl Iterator<Item = OperationRef<'_>> {
    path_items(document)
        .filter_map(|item| Some((item.path, item.mapping()?)))
        .flat_map(|(path, path_item)| {
            path_item
                .iter()
                .filter(|(key, _)| METHODS.contains(key))
                .map(move |(method, operation)| OperationRef {
                    path,
                    method,
                    path_item,
                    operation,
                })
        })
}

/// All path items of a document, in its order.
pub(crate) fn path_items(document: &Document) -> impl Iterator<Item = PathItem<'_>> {
    document
        .root()
        .get("paths")
        .and_then(Node::as_mapping)
        .into_iter()
        .flat_map(Mapping::iter)
        .filter(|(path, _)| !path.starts_with("x-"))
        .map(|(path, node)| PathItem { path, node })
}

/// A path and what stands below it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathItem<'d> {
    pub(crate) path: &'d str,
    pub(crate) node: &'d Node,
}

impl<'d> PathItem<'d> {
    /// The path item, unless it is none or stands elsewhere.
    pub(crate) fn mapping(&self) -> Option<&'d Mapping> {
        let mapping = self.node.as_mapping()?;
        (!mapping.contains_key("$ref")).then_some(mapping)
    }

    pub(crate) fn pointer(&self) -> Pointer {
        Pointer::of(["paths", self.path])
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = OperationView<'d>> {
        let pointer = self.pointer();
        let entries = self.mapping().into_iter().flat_map(Mapping::iter);
        entries
            .filter(|(key, _)| METHODS.contains(key))
            .map(move |(method, node)| OperationView {
                method,
                node,
                pointer: pointer.child(method),
            })
    }

    /// The parameters that its operations share.
    pub(crate) fn parameters(&self, components: &Components<'d>) -> Vec<ParameterView<'d>> {
        parameters(self.node, &self.pointer(), components)
    }

    /// The servers that its operations go to in place of the document's.
    pub(crate) fn servers(&self) -> Option<&'d Node> {
        self.node.get("servers")
    }
}

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct OperationView<'d> {
    pub(crate) method: &'d str,
    node: &'d Node,
    pub(crate) pointer: Pointer,
}

impl<'d> OperationView<'d> {
    pub(crate) fn get(&self, key: &str) -> Option<&'d Node> {
        self.node.get(key)
    }

    pub(crate) fn node(&self) -> &'d Node {
        self.node
    }

    pub(crate) fn parameters(&self, components: &Components<'d>) -> Vec<ParameterView<'d>> {
        parameters(self.node, &self.pointer, components)
    }

    /// What it takes: whether that must be sent, and its content.
    pub(crate) fn body(&self, components: &Components<'d>) -> Option<(bool, MediaTypes<'d>)> {
        let pointer = self.pointer.child("requestBody");
        let (body, pointer) =
            components.resolve(Shape::RequestBody, self.get("requestBody")?, &pointer);
        let required = body
            .get("required")
            .and_then(Node::as_bool)
            .unwrap_or(false);
        Some((required, MediaTypes::of(body, &pointer)))
    }

    /// What it answers, by status.
    pub(crate) fn responses(&self, components: &Components<'d>) -> Vec<(&'d str, MediaTypes<'d>)> {
        let pointer = self.pointer.child("responses");
        let responses = self.get("responses").and_then(Node::as_mapping);
        responses
            .into_iter()
            .flat_map(Mapping::iter)
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| {
                let pointer = pointer.child(status);
                let (response, pointer) = components.resolve(Shape::Response, response, &pointer);
                (status, MediaTypes::of(response, &pointer))
            })
            .collect()
    }
}

fn parameters<'d>(
    holder: &'d Node,
    pointer: &Pointer,
    components: &Components<'d>,
) -> Vec<ParameterView<'d>> {
    let nodes = holder.get("parameters").and_then(Node::as_sequence);
    nodes
        .unwrap_or_default()
        .iter()
        .enumerate()
        .map(|(index, node)| {
            let mut pointer = pointer.child("parameters");
            pointer.push_index(index);
            let (node, target) = components.resolve(Shape::Parameter, node, &pointer);
            ParameterView {
                node,
                pointer,
                target,
            }
        })
        .collect()
}

/// A parameter.
#[derive(Clone, Debug)]
pub(crate) struct ParameterView<'d> {
    node: &'d Node,
    /// Where it is listed.
    pub(crate) pointer: Pointer,
    /// Where it stands.
    pub(crate) target: Pointer,
}

impl<'d> ParameterView<'d> {
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.node.get(key)?.as_str()
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.node.get(key)?.as_bool()
    }

    pub(crate) fn node(&self) -> &'d Node {
        self.node
    }

    pub(crate) fn schema(&self) -> Option<Schema<'d>> {
        let node = self.node.get("schema")?;
        Some(Schema::new(node, self.target.child("schema")))
    }

    /// The content type of its value, when that is written in one.
    pub(crate) fn content_type(&self) -> Option<&'d str> {
        self.node.get("content")?.as_mapping()?.keys().next()
    }
}

/// The content of a body or an answer: a schema for each content type.
#[derive(Clone, Debug)]
pub(crate) struct MediaTypes<'d> {
    content: Option<&'d Mapping>,
    pub(crate) pointer: Pointer,
}

impl<'d> MediaTypes<'d> {
    fn of(holder: &'d Node, pointer: &Pointer) -> Self {
        Self {
            content: holder.get("content").and_then(Node::as_mapping),
            pointer: pointer.child("content"),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.content.into_iter().flat_map(Mapping::keys)
    }

    /// The schema of a content type; none where it has none.
    pub(crate) fn schema(&self, name: &str) -> Option<Schema<'d>> {
        let node = self.content?.get(name)?.get("schema")?;
        let mut pointer = self.pointer.child(name);
        pointer.push("schema");
        Some(Schema::new(node, pointer))
    }

    /// The name of the first content type that is JSON.
    pub(crate) fn json(&self) -> Option<&'d str> {
        self.names().find(|name| is_json(name))
    }
}

/// Whether a content type is JSON.
pub(crate) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
