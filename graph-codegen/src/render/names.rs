//! Names for everything that is declared, minted before anything is rendered.

use std::collections::{BTreeMap, HashMap};

use crate::ir::{Api, AreaId, Extent, NodeId, PathSegment, SegmentKind, Tree, Type, TypeId};
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
    areas: BTreeMap<AreaId, AreaName>,
}

/// What the modules of an area are called.
#[derive(Clone, Debug)]
pub(super) struct AreaName {
    /// The module of its segment.
    pub(super) segment: Identifier,
    /// Its own module in there, when the segment has parts.
    pub(super) part: Option<Identifier>,
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
    /// The name of its struct.
    pub(super) identifier: Identifier,
    /// The method of its parent that leads to it.
    pub(super) method: Identifier,
    /// The names of the method's arguments.
    pub(super) arguments: Vec<Identifier>,
}

impl Names {
    pub(super) fn mint(api: &Api) -> Self {
        Self {
            types: mint_types(api),
            nodes: mint_nodes(api),
            areas: mint_areas(api),
        }
    }

    pub(super) fn of_type(&self, id: TypeId) -> Option<&TypeName> {
        self.types.get(id.0)
    }

    pub(super) fn of_node(&self, id: NodeId) -> Option<&NodeName> {
        self.nodes.get(&id)
    }

    pub(super) fn of_area(&self, id: AreaId) -> Option<&AreaName> {
        self.areas.get(&id)
    }
}

/// The names that modules of path builders use for what is around them.
const SURROUNDINGS: [&str; 4] = ["models", "operation", "path", "requests"];

fn mint_areas(api: &Api) -> BTreeMap<AreaId, AreaName> {
    let mut files = Scope::with_reserved(&["models", "requests"]);
    let mut segments: BTreeMap<&str, (Identifier, Scope)> = BTreeMap::new();
    let mut minted = BTreeMap::new();
    for (id, area) in api.areas.iter() {
        let (segment, parts) = segments.entry(&area.segment).or_insert_with(|| {
            let module = files.mint(Convention::File, [area.segment.as_str()]);
            (module, Scope::with_reserved(&SURROUNDINGS))
        });
        let part = match &area.extent {
            Extent::Whole => None,
            Extent::Base => Some(parts.mint(Convention::File, ["base"])),
            Extent::Part(name) => Some(parts.mint(Convention::File, [name.as_str()])),
        };
        let segment = segment.clone();
        minted.insert(id, AreaName { segment, part });
    }
    minted
}

/// The module of a part of a namespace. Parts are in snake case already, and distinct.
pub(super) fn namespace_module(part: &str) -> Identifier {
    Scope::new().mint(Convention::File, [part])
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
    let mut types: HashMap<&str, Scope> = HashMap::new();
    for (_, node) in api.tree.nodes() {
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
            let child_node = api.tree.node(child);
            let Some(segment) = child_node.and_then(|node| node.segment.as_ref()) else {
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
            let area = api.areas.of_node(child).and_then(|id| api.areas.get(id));
            let top = area.map_or("", |area| &area.segment);
            let scope = types
                .entry(top)
                .or_insert_with(|| Scope::with_reserved(&PRELUDE));
            let type_name = type_name(&api.tree, child, top);
            let identifier = scope.mint(Convention::Type, [type_name.as_str()]);
            minted.insert(
                child,
                NodeName {
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
