//! The path builders: a struct for each path, a module for each top-level segment.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Contents, Module};
use super::names::AreaName;
use super::requests::scalar_type;
use super::{Renderer, documentation};
use crate::ir::{AreaId, Node, NodeId, PathPart, PathSegment, Tree};

impl Renderer<'_> {
    /// What the root module declares: the entry to the API.
    pub(super) fn root_items(&self) -> TokenStream {
        let runtime = self.runtime();
        let root = &self.api.root;
        let segments = self.api.areas.segments();
        let condition = |child: NodeId| {
            let area = self.api.areas.of_node(child)?;
            let beside = segments.iter().find(|areas| areas.contains(&area))?;
            Some(self.condition(beside))
        };
        let methods = self
            .api
            .tree
            .node(Tree::ROOT)
            .into_iter()
            .flat_map(|root| &root.children)
            .map(|child| {
                let condition = condition(*child);
                let method = self.child_method(*child, true);
                quote!(#condition #method)
            });
        let docs = documentation::outer(&[format!(
            "The entry to the API below {}.",
            documentation::code(if root.is_empty() { "/" } else { root })
        )]);
        quote! {
            #docs
            pub struct Api(#runtime::path::Path);

            impl Api {
                /// The API as seen by this client.
                pub fn new(client: &#runtime::GraphClient) -> Self {
                    Self(#runtime::path::Path::new(client, #root))
                }

                #(#methods)*
            }
        }
    }

    /// The documentation and the lints of the root module.
    pub(super) fn root_attributes(&self) -> TokenStream {
        let title = documentation::plain(&self.api.title);
        let line = if title.is_empty() {
            "A generated API.".to_owned()
        } else {
            title
        };
        let docs = documentation::inner(&[line]);
        // What is generated is not what the lints of its surroundings are for, and who uses a
        // part of it is not warned of the rest.
        quote! {
            #docs
            #![allow(dead_code, unreachable_pub, unused_imports, unused_qualifications, clippy::all, clippy::pedantic)]
        }
    }

    /// The modules of path builders, one for each top-level segment.
    pub(super) fn segment_modules(&self) -> Vec<Module> {
        let segments = self.api.areas.segments();
        segments
            .into_iter()
            .filter_map(|areas| self.segment_module(areas))
            .collect()
    }

    fn segment_module(&self, areas: Vec<AreaId>) -> Option<Module> {
        let first = self.names.of_area(*areas.first()?)?;
        let part = |id: &AreaId| {
            Some(Module {
                identifier: self.names.of_area(*id)?.part.clone()?,
                public: false,
                areas: vec![*id],
                contents: Contents::Part(*id),
                children: Vec::new(),
            })
        };
        Some(Module {
            identifier: first.segment.clone(),
            public: true,
            children: areas.iter().filter_map(part).collect(),
            contents: match areas.as_slice() {
                [only] if first.part.is_none() => Contents::Whole(*only),
                _ => Contents::Segment(areas.clone()),
            },
            areas,
        })
    }

    pub(super) fn about_paths(&self, id: AreaId) -> TokenStream {
        let segment = self.api.areas.get(id).map_or("", |area| &area.segment);
        let path = documentation::code(&format!("/{segment}"));
        documentation::inner(&[format!("Paths that begin with {path}.")])
    }

    /// The path builders of a segment without parts.
    pub(super) fn whole_segment(&self, area: AreaId) -> TokenStream {
        let surroundings = self.surroundings();
        let nodes = self.nodes_of(area);
        quote!(#surroundings #nodes)
    }

    /// The path builders that all parts of a segment lead through, and those of the parts.
    pub(super) fn divided_segment(&self, parts: &[AreaId]) -> TokenStream {
        let surroundings = self.surroundings();
        let areas = &self.api.areas;
        let is_passage = |id: NodeId| areas.is_passage(id);
        let passages = self.api.tree.nodes().filter(|(id, _)| {
            let area = areas.of_node(*id);
            is_passage(*id) && area.is_some_and(|area| parts.contains(&area))
        });
        let passages = passages.map(|(id, node)| {
            let declaration = self.declare(id);
            let methods = self.methods(id, node, is_passage, false);
            quote!(#declaration #methods)
        });
        let exports = parts.iter().filter_map(|id| {
            let module = self.names.of_area(*id)?.part.as_ref()?;
            let condition = self.condition(&[*id]);
            Some(quote!(#condition pub use #module::*;))
        });
        quote!(#surroundings #(#exports)* #(#passages)*)
    }

    /// The path builders of a part of a segment, and the methods that lead to them.
    pub(super) fn part(&self, area: AreaId) -> TokenStream {
        let nodes = self.nodes_of(area);
        quote!(use super::*; #nodes)
    }

    fn nodes_of(&self, area: AreaId) -> TokenStream {
        let areas = &self.api.areas;
        let is_here = |id: NodeId| areas.of_node(id) == Some(area);
        let is_declared_here = |id: NodeId| is_here(id) && !areas.is_passage(id);
        let nodes = self.api.tree.nodes().filter_map(|(id, node)| {
            if areas.is_passage(id) {
                return Some(self.methods(id, node, is_declared_here, is_here(id)));
            }
            let declaration = is_here(id).then(|| self.declare(id))?;
            let methods = self.methods(id, node, |_| true, true);
            Some(quote!(#declaration #methods))
        });
        nodes.collect()
    }

    /// The names that path builders use.
    fn surroundings(&self) -> TokenStream {
        let runtime = self.runtime();
        quote! {
            use super::{models, requests};
            use #runtime::{operation, path};
        }
    }

    /// The struct of a node.
    fn declare(&self, id: NodeId) -> TokenStream {
        let Some(name) = self.names.of_node(id) else {
            return TokenStream::new();
        };
        let identifier = &name.identifier;
        let docs = documentation::outer(&[documentation::code(&self.path_of(id))]);
        quote! {
            #docs
            pub struct #identifier(pub(super) path::Path);
        }
    }

    /// The methods of a node: to these of its children, and for its operations.
    fn methods(
        &self,
        id: NodeId,
        node: &Node,
        leads_to: impl Fn(NodeId) -> bool,
        has_operations: bool,
    ) -> TokenStream {
        let Some(name) = self.names.of_node(id) else {
            return TokenStream::new();
        };
        let identifier = &name.identifier;
        let children = node.children.iter().filter(|child| leads_to(**child));
        let operations = node.operations.iter().filter(|_| has_operations);
        let methods: Vec<TokenStream> = children
            .map(|child| self.child_method(*child, false))
            .chain(
                operations
                    .filter_map(|index| self.api.operations.get(*index))
                    .map(|operation| self.operation(operation)),
            )
            .collect();
        if methods.is_empty() {
            return TokenStream::new();
        }
        quote! {
            impl #identifier {
                #(#methods)*
            }
        }
    }

    /// The path template that leads to a node.
    fn path_of(&self, id: NodeId) -> String {
        let mut path = String::new();
        for segment in self.api.tree.segments(id) {
            path.push('/');
            path.push_str(&segment.text);
        }
        path
    }

    /// The method that leads from a node to a child.
    fn child_method(&self, child: NodeId, from_root: bool) -> TokenStream {
        let (Some(name), Some(segment)) = (
            self.names.of_node(child),
            self.api
                .tree
                .node(child)
                .and_then(|node| node.segment.as_ref()),
        ) else {
            return TokenStream::new();
        };
        let (method, identifier) = (&name.method, &name.identifier);
        let area = self.api.areas.of_node(child);
        let target = match area.and_then(|area| self.names.of_area(area)) {
            Some(AreaName { segment, .. }) if from_root => quote!(#segment::#identifier),
            _ => quote!(#identifier),
        };
        let docs = documentation::outer(&[documentation::code(&format!("/{}", segment.text))]);
        let (arguments, calls) = fill_in(segment, &name.arguments);
        quote! {
            #docs
            pub fn #method(&self, #arguments) -> #target {
                #target(self.0 #calls)
            }
        }
    }
}

/// The arguments for a segment's parameters, and the calls that append the segment to a path.
fn fill_in(
    segment: &PathSegment,
    identifiers: &[crate::naming::Identifier],
) -> (TokenStream, TokenStream) {
    let parts = merge_slash(segment);
    let mut identifiers = identifiers.iter();
    let mut arguments = TokenStream::new();
    let mut calls = TokenStream::new();
    for (index, part) in parts.iter().enumerate() {
        calls.extend(match part {
            PathPart::Text(text) => {
                let text = encode(text);
                if index == 0 {
                    quote!(.join(#text))
                } else {
                    quote!(.text(#text))
                }
            }
            PathPart::Parameter {
                quoted, value_type, ..
            } => {
                let Some(name) = identifiers.next() else {
                    continue;
                };
                let (argument, text) = match scalar_type(*value_type) {
                    Some(scalar) => (scalar, quote!(#name.to_string())),
                    None => (quote!(impl AsRef<str>), quote!(#name)),
                };
                arguments.extend(quote!(#name: #argument,));
                if *quoted {
                    quote!(.quoted(#text))
                } else {
                    quote!(.key(#text))
                }
            }
        });
    }
    (arguments, calls)
}

/// The parts with the slash before the first.
fn merge_slash(segment: &PathSegment) -> Vec<PathPart> {
    let mut parts = vec![PathPart::Text("/".to_owned())];
    for part in &segment.parts {
        match (parts.last_mut(), part) {
            (Some(PathPart::Text(before)), PathPart::Text(text)) => before.push_str(text),
            _ => parts.push(part.clone()),
        }
    }
    parts
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
