//! The path builders: a struct for each path, a module for each top-level segment.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Contents, Module};
use super::operations::arguments;
use super::{Renderer, documentation};
use crate::ir::{Node, NodeId, PathPart, PathSegment, Tree};

impl Renderer<'_> {
    /// What the root module declares: the entry to the API.
    pub(super) fn root_items(&self) -> TokenStream {
        let runtime = self.runtime();
        let root = &self.api.root;
        let methods = self
            .api
            .tree
            .node(Tree::ROOT)
            .into_iter()
            .flat_map(|root| &root.children)
            .map(|child| {
                let condition = self
                    .names
                    .of_node(*child)
                    .map(|name| self.condition([name.segment.as_str()]));
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

    /// The modules of path builders.
    pub(super) fn segment_modules(&self) -> Vec<Module> {
        let module = |segment: &str| {
            Some(Module {
                identifier: self.names.segment_module(segment)?.clone(),
                public: true,
                segments: vec![segment.to_owned()],
                contents: Contents::Segment(segment.to_owned()),
                children: Vec::new(),
            })
        };
        self.names.segments().filter_map(module).collect()
    }

    /// The path builders of a top-level segment.
    pub(super) fn nodes(&self, segment: &str) -> TokenStream {
        let runtime = self.runtime();
        let mut has_operations = false;
        let mut nodes = TokenStream::new();
        for id in self.names.nodes_of(segment) {
            if let Some(node) = self.api.tree.node(*id) {
                has_operations |= !node.operations.is_empty();
                nodes.extend(self.node(*id, node));
            }
        }
        let operation = has_operations.then(|| quote!(use #runtime::operation;));
        quote! {
            #operation
            use #runtime::path;

            #nodes
        }
    }

    fn node(&self, id: NodeId, node: &Node) -> TokenStream {
        let Some(name) = self.names.of_node(id) else {
            return TokenStream::new();
        };
        let identifier = &name.identifier;
        let docs = documentation::outer(&[documentation::code(&self.path_of(id))]);
        let children = node
            .children
            .iter()
            .map(|child| self.child_method(*child, false));
        let operations = node
            .operations
            .iter()
            .filter_map(|index| self.api.operations.get(*index))
            .map(|operation| self.operation(operation));
        quote! {
            #docs
            pub struct #identifier(pub(super) path::Path);

            impl #identifier {
                #(#children)*
                #(#operations)*
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
        let target = match self.names.segment_module(&name.segment) {
            Some(module) if from_root => quote!(#module::#identifier),
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
    let mut names = Vec::new();
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
            PathPart::Parameter { quoted, .. } => {
                let Some(name) = identifiers.next() else {
                    continue;
                };
                names.push(name);
                if *quoted {
                    quote!(.quoted(#name))
                } else {
                    quote!(.key(#name))
                }
            }
        });
    }
    (arguments(&names), calls)
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
