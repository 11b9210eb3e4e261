//! Path builders, requests, and the operations that they lead to.

use std::collections::{BTreeSet, HashMap};

use super::areas::AreaId;
use super::features::Features;
use super::modules::part_key;
use super::requests::{OptionSet, key};
use super::requirements::{RequirementSets, requirements};
use super::rust_type::RustType;
use super::surface::paths_scalar as scalar;
use super::surface::{
    Argument, ArgumentType, BodyCall, Builder, ChildMethod, Condition, OperationMethod, PathFile,
    PathPiece, RequestOption, RequestType, Segment,
};
use super::values::Values;
use crate::ir::{
    Answer, Body, BodyContent, Node, NodeId, Operation, OptionType, Parameter, Tree, Type, TypeRef,
};
use crate::naming::{Convention, Identifier, Scope};
use crate::openapi::{PathPart, PathSegment};

/// What requests can do beside setting options: the methods that the runtime and the generator write.
const OWN_METHODS: [&str; 11] = [
    "clone",
    "download",
    "header",
    "into_inner",
    "items",
    "pages",
    "project",
    "query",
    "send",
    "with_retry",
    "with_timeout",
];

pub(super) struct Segments<'a> {
    values: &'a Values<'a>,
    features: &'a Features<'a>,
    requirements: &'a RequirementSets,
    /// The operations of the slice at each node.
    at: HashMap<NodeId, Vec<&'a Operation>>,
    /// For the nodes that lead to an operation of the slice, the first that they lead to.
    leads_to: HashMap<NodeId, &'a Operation>,
}

impl<'a> Segments<'a> {
    pub(super) fn new(
        values: &'a Values<'a>,
        features: &'a Features<'a>,
        requirements: &'a RequirementSets,
    ) -> Self {
        let mut at: HashMap<NodeId, Vec<&Operation>> = HashMap::new();
        let mut leads_to: HashMap<NodeId, &Operation> = HashMap::new();
        let tree = &values.api.tree;
        for operation in &values.slice.operations {
            at.entry(operation.node).or_default().push(operation);
            let mut next = Some(operation.node);
            while let Some(node) = next {
                if leads_to.contains_key(&node) {
                    break;
                }
                leads_to.insert(node, operation);
                next = tree.node(node).and_then(|node| node.parent);
            }
        }
        Self {
            values,
            features,
            requirements,
            at,
            leads_to,
        }
    }

    fn tree(&self) -> &'a Tree {
        &self.values.api.tree
    }

    /// The areas that have an operation of the slice.
    pub(super) fn present(&self) -> BTreeSet<AreaId> {
        let areas = &self.values.decisions.areas;
        self.at
            .keys()
            .filter_map(|node| areas.of_node(*node))
            .collect()
    }

    /// The areas of each segment, as far as they have operations of the slice.
    fn segments_present(&self) -> Vec<Vec<AreaId>> {
        let present = self.present();
        let mut segments = self.values.decisions.areas.segments();
        for areas in &mut segments {
            areas.retain(|area| present.contains(area));
        }
        segments.retain(|areas| !areas.is_empty());
        segments
    }

    /// The methods of `Api`.
    pub(super) fn entries(&self) -> Vec<ChildMethod> {
        let segments = self.segments_present();
        let areas = &self.values.decisions.areas;
        self.children(Tree::ROOT, |_| true)
            .into_iter()
            .filter_map(|child| {
                let mut method = self.child_method(child)?;
                let area = areas.of_node(child)?;
                let segment = &areas.get(area)?.segment;
                let beside = segments.iter().find(|beside| {
                    beside
                        .iter()
                        .any(|id| areas.get(*id).is_some_and(|one| one.segment == *segment))
                })?;
                method.module = Some(self.values.decisions.modules.get(segment)?.clone());
                method.condition = self.features.condition(beside);
                Some(method)
            })
            .collect()
    }

    /// The modules of path builders, one for each top-level segment.
    pub(super) fn segments(&self) -> Vec<Segment> {
        self.segments_present()
            .into_iter()
            .filter_map(|areas| self.segment(&areas))
            .collect()
    }

    /// The module of an area below that of its segment; none for a segment that is whole.
    fn part_module(&self, area: AreaId) -> Option<&'a Identifier> {
        let decisions = self.values.decisions;
        let key = part_key(decisions.areas.get(area)?)?;
        decisions.modules.get(&key)
    }

    fn segment(&self, areas: &[AreaId]) -> Option<Segment> {
        let first = areas.first()?;
        let segment = self.values.decisions.areas.get(*first)?.segment.clone();
        let module = self.values.decisions.modules.get(&segment)?.clone();
        let files = if self.part_module(*first).is_none() {
            vec![PathFile {
                part: None,
                condition: Condition::default(),
                builders: self.builders_of(*first),
            }]
        } else {
            let own = PathFile {
                part: None,
                condition: Condition::default(),
                builders: self.passages_of(&segment),
            };
            let parts = areas.iter().filter_map(|area| {
                Some(PathFile {
                    part: Some(self.part_module(*area)?.clone()),
                    condition: self.features.condition(&[*area]),
                    builders: self.builders_of(*area),
                })
            });
            std::iter::once(own).chain(parts).collect()
        };
        Some(Segment {
            segment,
            module,
            condition: self.features.condition(areas),
            files,
        })
    }

    /// The builders that all parts of a segment lead through.
    fn passages_of(&self, segment: &str) -> Vec<Builder> {
        let areas = &self.values.decisions.areas;
        let is_here = |id: NodeId| {
            areas.is_passage(id)
                && areas
                    .of_node(id)
                    .and_then(|area| areas.get(area))
                    .is_some_and(|area| area.segment == segment)
        };
        self.nodes()
            .filter(|(id, _)| is_here(*id))
            .filter_map(|(id, _)| {
                let children = self.children(id, |child| areas.is_passage(child));
                self.builder(id, true, &children, false)
            })
            .collect()
    }

    /// The builders of an area, and the methods that lead to them.
    fn builders_of(&self, area: AreaId) -> Vec<Builder> {
        let areas = &self.values.decisions.areas;
        let is_here = |id: NodeId| areas.of_node(id) == Some(area);
        self.nodes()
            .filter_map(|(id, _)| {
                if areas.is_passage(id) {
                    let children =
                        self.children(id, |child| is_here(child) && !areas.is_passage(child));
                    return self
                        .builder(id, false, &children, is_here(id))
                        .filter(|one| !one.children.is_empty() || !one.operations.is_empty());
                }
                if !is_here(id) {
                    return None;
                }
                let children = self.children(id, |_| true);
                self.builder(id, true, &children, true)
            })
            .collect()
    }

    /// The nodes that lead to operations of the slice, without the root.
    fn nodes(&self) -> impl Iterator<Item = (NodeId, &'a Node)> {
        self.tree()
            .nodes()
            .filter(|(id, _)| *id != Tree::ROOT && self.leads_to.contains_key(id))
    }

    fn children(&self, id: NodeId, leads_to: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
        let children = self.tree().node(id).map(|node| node.children.as_slice());
        let mut children = children.unwrap_or_default().to_vec();
        children.retain(|child| self.leads_to.contains_key(child) && leads_to(*child));
        children
    }

    fn builder(
        &self,
        id: NodeId,
        is_declared_here: bool,
        children: &[NodeId],
        has_operations: bool,
    ) -> Option<Builder> {
        let name = self.values.decisions.paths.get(&id)?;
        let operations = self.at.get(&id).filter(|_| has_operations);
        Some(Builder {
            identifier: name.identifier.clone(),
            path: self.tree().path(id),
            is_declared_here,
            children: children
                .iter()
                .filter_map(|child| self.child_method(*child))
                .collect(),
            operations: operations
                .into_iter()
                .flatten()
                .map(|operation| self.operation(operation))
                .collect(),
        })
    }

    /// The method that leads from a node to a child.
    fn child_method(&self, child: NodeId) -> Option<ChildMethod> {
        let name = self.values.decisions.paths.get(&child)?;
        let segment = self.tree().node(child)?.segment.as_ref()?;
        let (arguments, pieces) = fill_in(segment, &name.arguments);
        let described = self.leads_to.get(&child).map(|one| &one.path_parameters);
        let parameters = segment
            .parameters()
            .filter_map(|parameter| {
                let mut described = described?.iter();
                described.find(|(name, _)| name == parameter).cloned()
            })
            .collect();
        Some(ChildMethod {
            method: name.method.clone(),
            segment: segment.text.clone(),
            parameters,
            module: None,
            builder: name.identifier.clone(),
            arguments,
            pieces,
            condition: Condition::default(),
        })
    }

    fn operation(&self, operation: &Operation) -> OperationMethod {
        let mut scope = Scope::with_reserved(&["body", "content_type", "operation", "request"]);
        let (mut arguments, body) = self.body(operation.body.as_ref());
        let mut required_options = Vec::new();
        for parameter in operation.parameters.iter().filter(|one| one.required) {
            let option = request_option(parameter);
            required_options.push((option.clone(), arguments.len()));
            arguments.push(Argument {
                identifier: scope.mint(Convention::Value, [parameter.name.as_str()]),
                argument_type: option.argument_type(),
            });
        }
        let set = OptionSet::of(operation);
        let requirements = requirements(operation);
        OperationMethod {
            method: operation.method,
            identifier: Scope::new().mint(Convention::Value, [operation.method.key()]),
            path: operation.path.clone(),
            place: operation.place.clone(),
            summary: operation.summary.clone(),
            documentation: operation.documentation.clone(),
            reference: operation.reference.clone(),
            arguments,
            body,
            required_options,
            request: self.values.decisions.requests.get(&set).cloned(),
            answer: self.answer(&operation.answer),
            constants: self.requirements.constants(operation.method, &requirements),
            requirements,
        }
    }

    /// The arguments for a body, and how it is passed on.
    fn body(&self, body: Option<&Body>) -> (Vec<Argument>, BodyCall) {
        let named = |name: &str, argument_type| Argument {
            identifier: Scope::new().mint(Convention::Value, [name]),
            argument_type,
        };
        let Some(Body { required, content }) = body else {
            return (Vec::new(), BodyCall::None);
        };
        match content {
            BodyContent::Binary(content_types) => {
                let fixed = match content_types.as_slice() {
                    [only] if !is_open(only) => Some(only.clone()),
                    _ => None,
                };
                let mut arguments = vec![named(
                    "body",
                    if *required {
                        ArgumentType::Bytes
                    } else {
                        ArgumentType::OptionalBytes
                    },
                )];
                if fixed.is_none() {
                    arguments.push(named("content_type", ArgumentType::ContentType));
                }
                let call = if *required {
                    BodyCall::Bytes(fixed)
                } else {
                    BodyCall::OptionalBytes(fixed)
                };
                (arguments, call)
            }
            BodyContent::Json(type_ref) => {
                let (value, call) = self.json_body(type_ref, *required);
                let argument_type = if *required {
                    ArgumentType::Reference(value)
                } else {
                    ArgumentType::OptionalReference(value)
                };
                (vec![named("body", argument_type)], call)
            }
        }
    }

    /// The type of a JSON body, and how it is passed on.
    fn json_body(&self, type_ref: &TypeRef, required: bool) -> (RustType, BodyCall) {
        match type_ref {
            other if !required => (self.values.value(other), BodyCall::OptionalContent),
            TypeRef::Array { item, nullable } => {
                let item = Box::new(self.values.item(item, *nullable));
                (RustType::Slice(item), BodyCall::Slice)
            }
            TypeRef::Page(_) => (self.values.value(type_ref), BodyCall::Model),
            TypeRef::Named(key) if self.is_model(key) => {
                (self.values.value(type_ref), BodyCall::Model)
            }
            other => (self.values.value(other), BodyCall::Content),
        }
    }

    /// Whether a declared type is an object, or one of several.
    fn is_model(&self, key: &crate::ir::Key) -> bool {
        match self.values.decided(key) {
            Some((Type::Object(_), _)) => true,
            Some((Type::Choice(choice), _)) => {
                matches!(choice.told_by, crate::ir::ToldBy::Discriminator { .. })
            }
            _ => false,
        }
    }

    fn answer(&self, answer: &Answer) -> RustType {
        match answer {
            Answer::Empty => RustType::std("()"),
            Answer::Binary => RustType::Bytes,
            Answer::Text(type_ref) => text_answer(type_ref, self.values.value(type_ref)),
            Answer::Json { type_ref, optional } => {
                let value = self.values.value(type_ref);
                if *optional { value.optional() } else { value }
            }
        }
    }

    /// The request types that operations of the slice have.
    pub(super) fn requests(&self) -> Vec<RequestType> {
        let mut sets: BTreeSet<OptionSet> = BTreeSet::new();
        let mut described: HashMap<super::requests::OptionKey, &Parameter> = HashMap::new();
        for operation in &self.values.slice.operations {
            let set = OptionSet::of(operation);
            if set.is_empty() {
                continue;
            }
            for parameter in operation.parameters.iter().filter(|one| !one.required) {
                described.entry(key(parameter)).or_insert(parameter);
            }
            sets.insert(set);
        }
        let mut requests: Vec<RequestType> = sets
            .into_iter()
            .filter_map(|set| {
                let mut scope = Scope::with_reserved(&OWN_METHODS);
                let methods = set
                    .0
                    .iter()
                    .filter_map(|option| {
                        let second = format!("option {}", option.name);
                        let names = [option.name.as_str(), second.as_str()];
                        let method = scope.mint(Convention::Value, names);
                        Some((method, request_option(described.get(option)?)))
                    })
                    .collect();
                Some(RequestType {
                    identifier: self.values.decisions.requests.get(&set)?.clone(),
                    methods,
                })
            })
            .collect();
        requests.sort_by(|one, other| one.identifier.cmp(&other.identifier));
        requests
    }
}

/// Text answers are scalars, or text.
fn text_answer(type_ref: &TypeRef, value: RustType) -> RustType {
    match type_ref {
        TypeRef::Boolean
        | TypeRef::Byte
        | TypeRef::Int16
        | TypeRef::Int32
        | TypeRef::Int64
        | TypeRef::Double => value,
        _ => RustType::std("String"),
    }
}

fn request_option(parameter: &Parameter) -> RequestOption {
    RequestOption {
        location: parameter.location,
        name: parameter.name.clone(),
        option_type: parameter.option_type,
        description: parameter.documentation.description.clone(),
    }
}

/// Whether a content type leaves open what is sent: a range such as `image/*`, or one whose
/// parameters depend on the body.
fn is_open(content_type: &str) -> bool {
    content_type.contains('*') || content_type.starts_with("multipart/")
}

/// The arguments for a segment's parameters, and the pieces that append the segment to a path.
fn fill_in(
    segment: &PathSegment,
    named: &[(Identifier, OptionType)],
) -> (Vec<Argument>, Vec<PathPiece>) {
    let mut arguments: Vec<Argument> = Vec::new();
    let mut pieces = vec![PathPiece::Text("/".to_owned())];
    let mut named = named.iter();
    let is_call = segment.kind == crate::openapi::SegmentKind::Call;
    for part in &segment.parts {
        match part {
            PathPart::Text(text) => {
                let text = encode(text);
                match pieces.last_mut() {
                    Some(PathPiece::Text(before)) => before.push_str(&text),
                    _ => pieces.push(PathPiece::Text(text)),
                }
            }
            PathPart::Parameter { quoted, .. } => {
                let Some((identifier, value_type)) = named.next() else {
                    continue;
                };
                let number = arguments.len();
                arguments.push(Argument {
                    identifier: identifier.clone(),
                    argument_type: scalar(*value_type)
                        .map_or(ArgumentType::Text, ArgumentType::Scalar),
                });
                pieces.push(match (quoted, is_call) {
                    (true, _) => PathPiece::Quoted(number),
                    (false, true) => PathPiece::Unquoted(number),
                    (false, false) => PathPiece::Key(number),
                });
            }
        }
    }
    (arguments, pieces)
}

/// Fixed text of a path as it is sent. What has a meaning in a path, or in an OData call, stays.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
