//! From a document to the intermediate representation.

mod enumerations;
mod families;
mod findings;
mod inheritance;
mod inline;
mod limits;
mod operations;
mod parameters;
mod permissions;
mod properties;
mod schemas;
mod shape;
mod text;
mod type_refs;

use std::borrow::Cow;
use std::collections::HashMap;

use findings::Findings;
use schemas::Entry;

use super::{Api, Areas, Type, TypeId, TypeRef, analysis};
use crate::diagnostics::Diagnostics;
use crate::source::{Document, Mapping, Node, Pointer, component_name};

/// Reads a document whose references are closed.
///
/// Types that no operation reaches are left out, except those named in `keep`.
///
/// # Errors
///
/// All that is wrong with the document, with its places. Warnings come with the result.
pub fn read(document: &Document, keep: &[String]) -> Result<(Api, Diagnostics), Diagnostics> {
    let mut reader = Reader {
        components: Components::of(document),
        entries: HashMap::new(),
        aliases: HashMap::new(),
        types: Vec::new(),
        inline: HashMap::new(),
        findings: Findings::default(),
        nesting: 0,
    };
    reader.read_schemas();
    let (operations, tree) = reader.read_operations(document);
    let findings = reader.findings.locate(document);
    if findings.has_errors() {
        return Err(findings);
    }

    let text = |keys: &[&str]| {
        let node = keys
            .iter()
            .try_fold(document.root(), |node, key| node.get(key));
        node.and_then(Node::as_str).unwrap_or_default().to_owned()
    };
    let mut api = Api {
        title: text(&["info", "title"]),
        root: service_root(document.root()),
        types: reader.types,
        operations,
        tree,
        areas: Areas::default(),
        reached_from: Vec::new(),
    };
    analysis::analyse(&mut api, keep);
    Ok((api, findings))
}

/// The path of the first server, without a slash at its end.
fn service_root(root: &Node) -> String {
    let servers = root.get("servers").and_then(Node::as_sequence);
    let url = servers
        .and_then(<[Node]>::first)
        .and_then(|server| server.get("url"))
        .and_then(Node::as_str)
        .unwrap_or_default();
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme
        .find('/')
        .and_then(|start| after_scheme.get(start..));
    path.unwrap_or_default().trim_end_matches('/').to_owned()
}

struct Reader<'d> {
    components: Components<'d>,
    /// What each schema of the document became.
    entries: HashMap<&'d str, Entry>,
    /// What the aliases among them stand for; none while one is being read.
    aliases: HashMap<String, Option<(TypeRef, bool)>>,
    types: Vec<Type>,
    /// Types of inline schemas by their first name, to find those that are the same.
    inline: HashMap<String, Vec<TypeId>>,
    findings: Findings,
    /// How many schemas around one another are being read.
    nesting: usize,
}

/// What `$ref`s point to.
struct Components<'d> {
    sections: HashMap<&'d str, HashMap<&'d str, &'d Node>>,
}

impl<'d> Components<'d> {
    fn of(document: &'d Document) -> Self {
        let mut sections = HashMap::new();
        let components = document.root().get("components").and_then(Node::as_mapping);
        for (name, section) in components.into_iter().flat_map(Mapping::iter) {
            sections.insert(
                name,
                section.as_mapping().map(Mapping::index).unwrap_or_default(),
            );
        }
        Self { sections }
    }

    fn schema(&self, name: &str) -> Option<&'d Node> {
        self.sections.get("schemas")?.get(name).copied()
    }

    /// Follows `$ref`s until something else is found. Ends on a cycle, too: no chain of
    /// references is longer than the section.
    fn resolve(&self, section: &str, node: &'d Node, pointer: &Pointer) -> (&'d Node, Pointer) {
        let (mut node, mut pointer) = (node, pointer.clone());
        let Some(entries) = self.sections.get(section) else {
            return (node, pointer);
        };
        for _ in 0..=entries.len() {
            let target = reference(node).and_then(|text| {
                let name = component_name(text, section)?;
                let target = entries.get(&*name)?;
                Some((*target, component_pointer(section, &name)))
            });
            match target {
                Some(target) => (node, pointer) = target,
                None => break,
            }
        }
        (node, pointer)
    }
}

/// The text of a `$ref`.
fn reference(node: &Node) -> Option<&str> {
    node.get("$ref").and_then(Node::as_str)
}

/// The name of the schema that a node refers to.
fn schema_reference(node: &Node) -> Option<String> {
    component_name(reference(node)?, "schemas").map(Cow::into_owned)
}

fn component_pointer(section: &str, name: &str) -> Pointer {
    Pointer::of(["components", section, name])
}

/// The pointer to a key below a place.
fn below(pointer: &Pointer, keys: &[&str]) -> Pointer {
    let mut pointer = pointer.clone();
    for key in keys {
        pointer.push(key);
    }
    pointer
}
