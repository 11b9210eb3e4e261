//! Modules of generated code.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, documentation};
use crate::naming::Identifier;
use crate::plan::surface::{Condition, Model, PathFile, Segment, Target};

/// A module and the modules in it. What it contains is rendered when it is needed, so that
/// modules can be rendered side by side.
#[derive(Clone, Debug)]
pub(super) struct Module<'a> {
    pub(super) identifier: Identifier,
    /// Whether others see it.
    pub(super) public: bool,
    pub(super) condition: Condition,
    pub(super) contents: Contents<'a>,
    pub(super) children: Vec<Module<'a>>,
}

impl<'a> Module<'a> {
    /// A module that is always there and that others see.
    pub(super) fn public(identifier: Identifier, contents: Contents<'a>) -> Self {
        Self {
            identifier,
            public: true,
            condition: Condition::default(),
            contents,
            children: Vec::new(),
        }
    }
}

/// What is declared in a module, other than modules.
#[derive(Clone, Debug)]
pub(super) enum Contents<'a> {
    /// The entry to the API.
    Root,
    /// The request types.
    Requests,
    /// What operations ask of their callers.
    Requirements,
    /// The types of a namespace, by name or none for the first; each has a module of its own.
    Namespace(Option<String>, Vec<&'a Model>),
    /// A type.
    Model(&'a Model),
    /// What navigation properties lead to, in a namespace.
    Targets(Vec<&'a Target>),
    /// The paths of a segment, or what is common to its parts.
    Segment(&'a Segment),
    /// A part of a segment.
    Part(&'a PathFile),
}

impl<'a> Renderer<'a> {
    /// The inner documentation and the items of a module.
    pub(super) fn contents(&self, contents: &Contents<'a>) -> (TokenStream, TokenStream) {
        let about = |text: String| documentation::inner(&[text]);
        match contents {
            Contents::Root => (
                self.root_attributes(Imports::MayBeUnused),
                self.root_items(),
            ),
            Contents::Requests => (
                about(
                    "Requests, a type for each set of options that operations declare.".to_owned(),
                ),
                self.request_types(),
            ),
            Contents::Requirements => (
                about("Who may call operations, and where.".to_owned()),
                self.requirement_sets(),
            ),
            Contents::Namespace(name, models) => {
                let text = match name {
                    None => "The types that are sent and received.".to_owned(),
                    Some(name) => format!("Types of the namespace {}.", documentation::code(name)),
                };
                (about(text), self.exports(models))
            }
            Contents::Model(model) => (TokenStream::new(), self.model(model)),
            Contents::Targets(targets) => (
                about(
                    "What navigation properties lead to: names of types, which are here whether or \
                     not the types are."
                        .to_owned(),
                ),
                self.targets(targets),
            ),
            Contents::Segment(segment) => {
                let path = documentation::code(&format!("/{}", segment.segment));
                let docs = about(format!("Paths that begin with {path}."));
                (docs, self.segment(segment))
            }
            Contents::Part(file) => (TokenStream::new(), self.part(file)),
        }
    }

    /// The attributes and the visibility of a module.
    pub(super) fn declaration(&self, module: &Module<'_>) -> TokenStream {
        let condition = self.condition(&module.condition);
        let visibility = module.public.then(|| quote!(pub));
        quote!(#condition #visibility)
    }

    /// The contents of a module with all others in it, in one piece, for a module that others may
    /// not see.
    pub(super) fn inline(&self, module: &Module<'a>) -> TokenStream {
        let (inner, items) = match &module.contents {
            Contents::Root => (self.root_attributes(Imports::Used), self.root_items()),
            // An import that nothing uses is warned of where nobody else can use it.
            Contents::Namespace(_, models) => {
                let (inner, _) = self.contents(&module.contents);
                (inner, self.aliases(models))
            }
            Contents::Segment(segment) => {
                let (inner, _) = self.contents(&module.contents);
                let items = self.whole_segment(segment);
                return quote!(#inner #items);
            }
            other => self.contents(other),
        };
        // Modules are nested as deep as namespaces are, which is a handful.
        let children = module.children.iter().map(|child| {
            let (declaration, identifier) = (self.declaration(child), &child.identifier);
            let contents = self.inline(child);
            quote!(#declaration mod #identifier { #contents })
        });
        quote!(#inner #(#children)* #items)
    }
}

/// Whether imports can be unused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Imports {
    /// There is none that is not used.
    Used,
    /// Without some features, or where nobody sees it, a file needs less than it imports.
    MayBeUnused,
}
