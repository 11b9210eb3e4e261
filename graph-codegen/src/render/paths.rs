//! The path builders: a struct for each path, a module for each top-level segment.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Contents, Imports, Module};
use super::{Renderer, documentation};
use crate::plan::surface::{
    Argument, ArgumentType, Builder, ChildMethod, PathFile, PathPiece, Segment,
};

impl<'a> Renderer<'a> {
    /// What the root module declares: the entry to the API.
    pub(super) fn root_items(&self) -> TokenStream {
        let runtime = self.runtime;
        let root = &self.surface.root;
        let methods = self.surface.entries.iter().map(|entry| {
            let condition = self.condition(&entry.condition);
            let method = self.child_method(entry, &quote!(#runtime::path));
            quote!(#condition #method)
        });
        let docs = documentation::outer(&[format!(
            "The entry to the API below {}.",
            documentation::code(if root.is_empty() { "/" } else { root })
        )]);
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Api {
                path: #runtime::path::Path,
            }

            impl Api {
                /// The API as seen by this client.
                pub fn new(client: &#runtime::GraphClient) -> Self {
                    Self {
                        path: #runtime::path::Path::new(client, #root),
                    }
                }

                #(#methods)*
            }
        }
    }

    /// The documentation and the lints of the root module.
    pub(super) fn root_attributes(&self, imports: Imports) -> TokenStream {
        let title = documentation::plain(&self.surface.title);
        let line = if title.is_empty() {
            "A generated API.".to_owned()
        } else {
            title
        };
        let docs = documentation::inner(&[line]);
        // What is generated is not what the lints of its surroundings are for, and who uses a
        // part of it is not warned of the rest.
        let unused = (imports == Imports::MayBeUnused).then(|| quote!(unused_imports,));
        // Types link to operations, some of which are not there without their features.
        let has_features = !self.surface.features.is_empty();
        let links = has_features.then(|| quote!(rustdoc::broken_intra_doc_links,));
        quote! {
            #docs
            #![allow(
                dead_code, deprecated, unreachable_code, unreachable_patterns, unreachable_pub, #unused
                unused_qualifications, clippy::all, clippy::pedantic, #links
            )]
        }
    }

    /// The modules of path builders, one for each top-level segment.
    pub(super) fn segment_modules(&self) -> Vec<Module<'a>> {
        let segments = self.surface.segments.iter();
        segments
            .map(|segment| {
                let parts = segment.files.iter().filter_map(|file| {
                    Some(Module {
                        identifier: file.part.clone()?,
                        public: false,
                        condition: file.condition.clone(),
                        contents: Contents::Part(file),
                        children: Vec::new(),
                    })
                });
                Module {
                    identifier: segment.module.clone(),
                    public: true,
                    condition: segment.condition.clone(),
                    children: parts.collect(),
                    contents: Contents::Segment(segment),
                }
            })
            .collect()
    }

    /// The path builders of a segment without parts, or those that all its parts lead through.
    pub(super) fn segment(&self, segment: &Segment) -> TokenStream {
        let own = segment.files.iter().filter(|file| file.part.is_none());
        let builders: Vec<&Builder> = segment
            .files
            .iter()
            .flat_map(|file| &file.builders)
            .collect();
        let surroundings = self.surroundings(&builders);
        let exports = segment.files.iter().filter_map(|file| {
            let module = file.part.as_ref()?;
            let condition = self.condition(&file.condition);
            let is_public = file.builders.iter().any(|builder| builder.is_declared_here);
            is_public.then(|| quote!(#condition pub use #module::*;))
        });
        let builders = own.flat_map(|file| &file.builders);
        let builders = builders.map(|builder| self.builder(builder));
        quote!(#surroundings #(#exports)* #(#builders)*)
    }

    /// The path builders of a segment and of all its parts.
    pub(super) fn whole_segment(&self, segment: &Segment) -> TokenStream {
        let builders: Vec<&Builder> = segment
            .files
            .iter()
            .flat_map(|file| &file.builders)
            .collect();
        let surroundings = self.surroundings(&builders);
        let builders = builders.iter().map(|builder| self.builder(builder));
        quote!(#surroundings #(#builders)*)
    }

    /// The path builders of a part of a segment, and the methods that lead to them.
    pub(super) fn part(&self, file: &PathFile) -> TokenStream {
        let builders: Vec<&Builder> = file.builders.iter().collect();
        let items = builders.iter().map(|builder| self.builder(builder));
        quote!(use super::*; #(#items)*)
    }

    /// The names that path builders use.
    fn surroundings(&self, builders: &[&Builder]) -> TokenStream {
        let runtime = self.runtime;
        let operations = || builders.iter().flat_map(|builder| &builder.operations);
        let has_requests = operations().any(|operation| operation.request.is_some());
        let has_models = operations().any(super::operations::names_models);
        let has_operations = operations().next().is_some();
        let has_requirements = operations().any(|operation| operation.constants.is_some());
        let beside = [
            has_models.then(|| quote!(models)),
            has_requests.then(|| quote!(requests)),
            has_requirements.then(|| quote!(requirements)),
        ];
        let beside: Vec<TokenStream> = beside.into_iter().flatten().collect();
        let beside = match beside.as_slice() {
            [] => TokenStream::new(),
            [only] => quote!(use super::#only;),
            several => quote!(use super::{#(#several),*};),
        };
        let runtime = if has_operations {
            quote!(use #runtime::{operation, path};)
        } else {
            quote!(use #runtime::path;)
        };
        quote!(#beside #runtime)
    }

    /// The struct of a builder, where it is declared, and its methods.
    fn builder(&self, builder: &Builder) -> TokenStream {
        let identifier = &builder.identifier;
        let declaration = builder.is_declared_here.then(|| {
            let docs = documentation::outer(&[documentation::code(&builder.path)]);
            quote! {
                #docs
                pub struct #identifier {
                    pub(super) path: path::Path,
                }
            }
        });
        let children = builder
            .children
            .iter()
            .map(|child| self.child_method(child, &quote!(path)));
        let operations = builder.operations.iter().map(|one| self.operation(one));
        let methods: Vec<TokenStream> = children.chain(operations).collect();
        let methods = (!methods.is_empty()).then(|| {
            quote! {
                impl #identifier {
                    #(#methods)*
                }
            }
        });
        quote!(#declaration #methods)
    }

    /// The method that leads to a longer path; `path` is the runtime's module.
    fn child_method(&self, child: &ChildMethod, path: &TokenStream) -> TokenStream {
        let (method, builder) = (&child.method, &child.builder);
        let target = match &child.module {
            Some(module) => quote!(#module::#builder),
            None => quote!(#builder),
        };
        let mut lines = vec![documentation::code(&format!("/{}", child.segment))];
        for (name, description) in &child.parameters {
            let description = documentation::plain(description);
            if !description.is_empty() {
                lines.extend([
                    String::new(),
                    format!("{}: {description}", documentation::code(name)),
                ]);
            }
        }
        let docs = documentation::outer(&lines);
        let arguments = self.argument_list(&child.arguments);
        let calls = child
            .pieces
            .iter()
            .enumerate()
            .map(|(index, piece)| append(piece, index == 0, &child.arguments));
        quote! {
            #docs
            pub fn #method(&self, #arguments) -> #path::Builder<#target> {
                #path::Builder::new(#target { path: self.path #(#calls)* })
            }
        }
    }

    /// The arguments of a method, each with its type.
    pub(super) fn argument_list(&self, arguments: &[Argument]) -> TokenStream {
        let arguments = arguments.iter().map(|argument| {
            let identifier = &argument.identifier;
            let argument_type = self.argument_type(&argument.argument_type);
            quote!(#identifier: #argument_type)
        });
        quote!(#(#arguments),*)
    }
}

/// The call that appends a piece to a path.
fn append(piece: &PathPiece, is_first: bool, arguments: &[Argument]) -> TokenStream {
    let argument = |number: &usize| {
        let argument = arguments.get(*number)?;
        let identifier = &argument.identifier;
        Some(match argument.argument_type {
            ArgumentType::Scalar(_) => quote!(#identifier.to_string()),
            _ => quote!(#identifier),
        })
    };
    match piece {
        PathPiece::Text(text) if is_first => quote!(.join(#text)),
        PathPiece::Text(text) => quote!(.text(#text)),
        PathPiece::Key(number) => {
            let argument = argument(number);
            quote!(.key(#argument))
        }
        PathPiece::Quoted(number) => {
            let argument = argument(number);
            quote!(.quoted(#argument))
        }
        PathPiece::Unquoted(number) => {
            let argument = arguments.get(*number).map(|argument| {
                let identifier = &argument.identifier;
                match argument.argument_type {
                    ArgumentType::Scalar(_) => quote!(#identifier),
                    _ => quote!(#identifier.as_ref()),
                }
            });
            quote!(.argument(#argument))
        }
    }
}
