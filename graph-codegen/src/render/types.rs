//! Types of values in Rust.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, module_name};
use crate::naming::Identifier;
use crate::plan::{ModelPath, RustType};

/// The module that names a type, which decides how the way to the type begins.
#[derive(Clone, Copy)]
pub(super) enum From<'a> {
    /// The file of a model, which is below these modules of `models`.
    Model(&'a [Identifier]),
    /// A module of targets, below `models::targets`, with these modules.
    Targets(&'a [Identifier]),
    /// A module beside `models`.
    Beside,
}

impl Renderer<'_> {
    /// A type, as a module names it.
    pub(super) fn rust_type(&self, rust_type: &RustType, from: From<'_>) -> TokenStream {
        match rust_type {
            RustType::Std(name, arguments) => {
                let name: TokenStream = name.parse().unwrap_or_default();
                let arguments = self.arguments(arguments, from);
                quote!(#name #arguments)
            }
            RustType::Runtime(name, arguments) => {
                let name: TokenStream = name.parse().unwrap_or_default();
                let arguments = self.arguments(arguments, from);
                let model = self.model_module(from);
                quote!(#model::#name #arguments)
            }
            RustType::Bytes => {
                let runtime = self.runtime;
                quote!(#runtime::bytes::Bytes)
            }
            RustType::Model(path) => path_to(path, from),
            RustType::Slice(item) => {
                let item = self.rust_type(item, from);
                quote!([#item])
            }
        }
    }

    fn arguments(&self, arguments: &[RustType], from: From<'_>) -> TokenStream {
        if arguments.is_empty() {
            return TokenStream::new();
        }
        let arguments = arguments.iter().map(|one| self.rust_type(one, from));
        quote!(<#(#arguments),*>)
    }

    /// The way to the runtime's module `model`.
    pub(super) fn model_module(&self, from: From<'_>) -> TokenStream {
        match from {
            From::Model(_) => quote!(model),
            From::Targets(_) | From::Beside => {
                let runtime = self.runtime;
                quote!(#runtime::model)
            }
        }
    }
}

/// The way to a type below `models`.
pub(super) fn path_to(path: &ModelPath, from: From<'_>) -> TokenStream {
    let identifier = &path.identifier;
    let start = match from {
        From::Beside => quote!(models::),
        From::Model(modules) if modules == path.modules => {
            return quote!(super::#identifier);
        }
        From::Model(modules) | From::Targets(modules) => up(modules),
    };
    let modules = path.modules.iter().map(|module| quote!(#module::));
    quote!(#start #(#modules)* #identifier)
}

/// The way to what a navigation property leads to, from the file of a model.
pub(super) fn path_to_target(path: &ModelPath, modules: &[Identifier]) -> TokenStream {
    let (start, targets, identifier) = (up(modules), module_name("targets"), &path.identifier);
    let below = path.modules.iter().map(|module| quote!(#module::));
    quote!(#start #targets:: #(#below)* #identifier)
}

/// The way from the file of a model to `models`.
fn up(modules: &[Identifier]) -> TokenStream {
    let up = modules.iter().map(|_| quote!(super::));
    quote!(super:: #(#up)*)
}
