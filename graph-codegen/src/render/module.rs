//! Modules of generated code.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, documentation};
use crate::ir::{AreaId, TypeId};
use crate::naming::Identifier;

/// A module and the modules in it. What it contains is rendered when it is needed, so that
/// modules can be rendered side by side.
#[derive(Clone, Debug)]
pub(super) struct Module {
    pub(super) identifier: Identifier,
    /// Whether others see it.
    pub(super) public: bool,
    /// The areas that need it; none for a module that is always there.
    pub(super) areas: Vec<AreaId>,
    pub(super) contents: Contents,
    pub(super) children: Vec<Module>,
}

/// What is declared in a module, other than modules.
#[derive(Clone, Debug)]
pub(super) enum Contents {
    /// The entry to the API.
    Root,
    /// The request types.
    Requests,
    /// The types of a namespace, by name or none for the first; each has a module of its own.
    Namespace(Option<String>, Vec<TypeId>),
    /// A type.
    Type(TypeId),
    /// The paths of a segment without parts.
    Whole(AreaId),
    /// What is common to the parts of a segment, which are these.
    Segment(Vec<AreaId>),
    /// A part of a segment.
    Part(AreaId),
}

impl Renderer<'_> {
    /// The inner documentation and the items of a module.
    pub(super) fn contents(&self, contents: &Contents) -> (TokenStream, TokenStream) {
        let about = |text: String| documentation::inner(&[text]);
        match contents {
            Contents::Root => (self.root_attributes(), self.root_items()),
            Contents::Requests => (
                about(
                    "Requests, a type for each set of options that operations declare.".to_owned(),
                ),
                self.request_types(),
            ),
            Contents::Namespace(name, types) => {
                let text = match name {
                    None => "The types that are sent and received.".to_owned(),
                    Some(name) => format!("Types of the namespace {}.", documentation::code(name)),
                };
                (about(text), self.exports(types))
            }
            Contents::Type(id) => (TokenStream::new(), self.model(*id)),
            Contents::Whole(area) => (self.about_paths(*area), self.whole_segment(*area)),
            Contents::Segment(parts) => {
                let docs = parts.first().map(|area| self.about_paths(*area));
                (docs.unwrap_or_default(), self.divided_segment(parts))
            }
            Contents::Part(area) => (TokenStream::new(), self.part(*area)),
        }
    }

    /// The attributes and the visibility of a module.
    pub(super) fn declaration(&self, module: &Module) -> TokenStream {
        let condition = self.condition(&module.areas);
        let visibility = module.public.then(|| quote!(pub));
        quote!(#condition #visibility)
    }

    /// The contents of a module with all others in it, in one piece.
    pub(super) fn inline(&self, module: &Module) -> TokenStream {
        let (inner, items) = self.contents(&module.contents);
        // Modules are nested as deep as namespaces are, which is a handful.
        let children = module.children.iter().map(|child| {
            let (declaration, identifier) = (self.declaration(child), &child.identifier);
            let contents = self.inline(child);
            quote!(#declaration mod #identifier { #contents })
        });
        quote!(#inner #(#children)* #items)
    }
}
