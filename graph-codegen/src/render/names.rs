//! Names for everything that is declared, minted before anything is rendered.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{Api, Node, NodeId, PathSegment, SegmentKind, Tree, Type, TypeId};
use crate::naming::{Convention, Identifier, Scope, pascal_case, snake_case};

/// Names of the prelude that generated code uses as they are.
const PRELUDE: [&str; 13] = [
    "AsRef",
    "Box",
    "Default",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Option",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// The names of types and nodes.
#[derive(Clone, Debug)]
pub(super) struct Names {
    types: Vec<TypeName>,
    nodes: HashMap<NodeId, NodeName>,
    by_segment: HashMap<String, Vec<NodeId>>,
    segments: BTreeMap<String, Identifier>,
}

/// What a type is called and where it is.
#[derive(Clone, Debug)]
pub(super) struct TypeName {
    /// The modules below `models`, such as `security`.
    pub(super) namespace: Vec<String>,
    /// The module, hence file, of its own.
    pub(super) module: Identifier,
    /// The name of the struct or enum.
    pub(super) identifier: Identifier,
    /// The name of the enum of it and its descendants.
    pub(super) any: Option<Identifier>,
}

/// What a node of the path tree is called.
#[derive(Clone, Debug)]
pub(super) struct NodeName {
    /// The top-level segment that it belongs to.
    pub(super) segment: String,
    /// The name of its struct.
    pub(super) identifier: Identifier,
    /// The method of its parent that leads to it.
    pub(super) method: Identifier,
    /// The names of the method's arguments.
    pub(super) arguments: Vec<Identifier>,
}

impl Names {
    pub(super) fn mint(api: &Api) -> Self {
        let mut segments = BTreeMap::new();
        let mut files = Scope::with_reserved(&["models", "requests"]);
        for segment in top_segments(&api.tree) {
            segments
                .entry(segment.to_owned())
                .or_insert_with(|| files.mint(Convention::File, [segment]));
        }
        let nodes = mint_nodes(api);
        let mut by_segment: HashMap<String, Vec<NodeId>> = HashMap::new();
        for (id, _) in api.tree.nodes() {
            if let Some(name) = nodes.get(&id) {
                by_segment.entry(name.segment.clone()).or_default().push(id);
            }
        }
        Self {
            types: mint_types(api),
            nodes,
            by_segment,
            segments,
        }
    }

    pub(super) fn of_type(&self, id: TypeId) -> Option<&TypeName> {
        self.types.get(id.0)
    }

    pub(super) fn of_node(&self, id: NodeId) -> Option<&NodeName> {
        self.nodes.get(&id)
    }

    /// The nodes of a top-level segment.
    pub(super) fn nodes_of(&self, segment: &str) -> &[NodeId] {
        self.by_segment
            .get(segment)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The top-level segments.
    pub(super) fn segments(&self) -> impl Iterator<Item = &str> {
        self.segments.keys().map(String::as_str)
    }

    /// The module of a top-level segment.
    pub(super) fn segment_module(&self, segment: &str) -> Option<&Identifier> {
        self.segments.get(segment)
    }
}

fn top_segments(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.node(Tree::ROOT)
        .into_iter()
        .flat_map(|root| &root.children)
        .filter_map(|child| tree.node(*child))
        .map(top_segment)
}

/// What groups the paths that begin with this node. A key at the top has no name to go by.
fn top_segment(node: &Node) -> &str {
    node.segment
        .as_ref()
        .map_or("", |segment| match segment.kind {
            SegmentKind::Key | SegmentKind::Mixed => "item",
            SegmentKind::Name | SegmentKind::Call => segment.name(),
        })
}

/// Namespaces are no deeper than this; what follows belongs to the name.
const DEEPEST_NAMESPACE: usize = 8;

/// What is taken of the name of a namespace, which leaves room for a number where file names end.
const LONGEST_NAMESPACE: usize = 80;

/// The namespace and the name of a schema: `microsoft.graph.security.alert` is `alert` in
/// `security`.
fn split_schema_name(name: &str) -> (Vec<String>, &str) {
    let bare = name.strip_prefix("microsoft.graph.").unwrap_or(name);
    let mut parts: Vec<&str> = bare.splitn(DEEPEST_NAMESPACE + 1, '.').collect();
    let last = parts.pop().unwrap_or(bare);
    let namespace = parts
        .into_iter()
        .map(snake_case)
        .filter(|part| !part.is_empty())
        .collect();
    (namespace, last)
}

/// The names that are taken in a namespace.
struct Scopes {
    types: Scope,
    /// Modules of types and, beside them, of namespaces.
    files: Scope,
}

impl Scopes {
    fn new() -> Self {
        Self {
            types: Scope::with_reserved(&PRELUDE),
            files: Scope::new(),
        }
    }
}

/// A scope for each namespace, and the modules that lead to it.
fn mint_namespaces(api: &Api) -> BTreeMap<Vec<String>, (Scopes, Vec<String>)> {
    let mut namespaces = BTreeMap::from([(Vec::new(), (Scopes::new(), Vec::new()))]);
    for declared in &api.types {
        let (namespace, _) = split_schema_name(declared.name());
        for length in 1..=namespace.len() {
            namespaces
                .entry(namespace.get(..length).unwrap_or_default().to_vec())
                .or_insert_with(|| (Scopes::new(), Vec::new()));
        }
    }
    // Outer namespaces come before those in them.
    let names: Vec<Vec<String>> = namespaces.keys().cloned().collect();
    for name in names {
        if let Some((last, outer)) = name.split_last()
            && let Some((scopes, modules)) = namespaces.get_mut(outer)
        {
            let short: String = last.chars().take(LONGEST_NAMESPACE).collect();
            let module = scopes.files.mint(Convention::File, [short.as_str()]);
            let mut modules = modules.clone();
            modules.push(module.as_str().to_owned());
            if let Some((_, own)) = namespaces.get_mut(&name) {
                *own = modules;
            }
        }
    }
    namespaces
}

fn mint_types(api: &Api) -> Vec<TypeName> {
    let mut namespaces = mint_namespaces(api);
    let mut minted = Vec::new();
    for declared in &api.types {
        let (namespace, short) = split_schema_name(declared.name());
        let (scope, modules) = namespaces
            .entry(namespace)
            .or_insert_with(|| (Scopes::new(), Vec::new()));
        let others = match declared {
            Type::Object(object) => object.other_names.as_slice(),
            Type::Enumeration(enumeration) => enumeration.other_names.as_slice(),
            Type::Union(_) => &[],
        };
        let candidates = std::iter::once(short).chain(others.iter().map(String::as_str));
        let identifier = scope.types.mint(Convention::Type, candidates);
        let module = scope.files.mint(Convention::File, [identifier.as_str()]);
        minted.push(TypeName {
            namespace: modules.clone(),
            module,
            identifier,
            any: None,
        });
    }
    // The enums of families yield to the types that have their names in the document.
    for (declared, name) in api.types.iter().zip(&mut minted) {
        if matches!(declared, Type::Object(object) if object.is_polymorphic())
            && let Some((scope, _)) = namespaces.get_mut(&split_schema_name(declared.name()).0)
        {
            let any = format!("any {}", name.identifier);
            name.any = Some(scope.types.mint(Convention::Type, [any.as_str()]));
        }
    }
    minted
}

fn mint_nodes(api: &Api) -> HashMap<NodeId, NodeName> {
    let mut minted: HashMap<NodeId, NodeName> = HashMap::new();
    let mut types: HashMap<String, Scope> = HashMap::new();
    for (id, node) in api.tree.nodes() {
        let mut methods = Scope::with_reserved(&["new"]);
        for operation in node
            .operations
            .iter()
            .filter_map(|index| api.operations.get(*index))
        {
            methods.mint(Convention::Value, [operation.method.key()]);
        }
        // Names that carry a meaning of their own come before those derived from one with a
        // sigil: `content` keeps its name beside `$value`.
        let mut children: Vec<NodeId> = node.children.clone();
        children.sort_by_key(|child| {
            api.tree
                .node(*child)
                .and_then(|node| node.segment.as_ref())
                .is_some_and(|segment| {
                    segment.text.starts_with('$') || segment.kind != SegmentKind::Name
                })
        });
        for child in children {
            let Some((segment, child_node)) = api
                .tree
                .node(child)
                .and_then(|node| Some((node.segment.as_ref()?, node)))
            else {
                continue;
            };
            let name = method_name(segment);
            let alternative = format!("path {name}");
            let method = methods.mint(Convention::Value, [name.as_str(), alternative.as_str()]);
            let mut arguments = Scope::new();
            let arguments = segment
                .parameters()
                .map(|parameter| arguments.mint(Convention::Value, [parameter]))
                .collect();
            let top = match minted.get(&id) {
                Some(parent) => parent.segment.clone(),
                None => top_segment(child_node).to_owned(),
            };
            let scope = types
                .entry(top.clone())
                .or_insert_with(|| Scope::with_reserved(&PRELUDE));
            let type_name = type_name(&api.tree, child, &top);
            let identifier = scope.mint(Convention::Type, [type_name.as_str()]);
            minted.insert(
                child,
                NodeName {
                    segment: top,
                    identifier,
                    method,
                    arguments,
                },
            );
        }
    }
    minted
}

/// The method that leads to a segment, named as in Microsoft's libraries.
fn method_name(segment: &PathSegment) -> String {
    match segment.kind {
        SegmentKind::Key => {
            let key = segment.parameters().next().unwrap_or_default();
            format!("by {key}")
        }
        // `$value` is called content there.
        SegmentKind::Name if segment.text == "$value" => "content".to_owned(),
        SegmentKind::Name => bare(&segment.text).to_owned(),
        SegmentKind::Call | SegmentKind::Mixed => {
            let mut name = bare(segment.name()).to_owned();
            for parameter in segment.parameters() {
                name.push_str(" with ");
                name.push_str(parameter);
            }
            name
        }
    }
}

/// A name without the namespace that some documents write before bound operations.
fn bare(name: &str) -> &str {
    name.strip_prefix("microsoft.graph.").unwrap_or(name)
}

/// The struct of a node: the names on its path, without the top-level segment, which is the
/// module.
fn type_name(tree: &Tree, id: NodeId, top: &str) -> String {
    let segments = tree.segments(id);
    let skip =
        usize::from(segments.len() > 1 && segments.first().is_some_and(|first| first.text == top));
    let mut name = String::new();
    for segment in segments.into_iter().skip(skip) {
        name.push_str(&match segment.kind {
            SegmentKind::Key => "Item".to_owned(),
            _ => pascal_case(&method_name(segment)),
        });
        name.push(' ');
    }
    name
}
