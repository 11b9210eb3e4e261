//! The ways to types that are taken from another module.

use proc_macro2::TokenStream;
use quote::quote;

use super::Renderer;
use crate::naming::Identifier;
use crate::plan::surface::{Model, Target};
use crate::reuse::ReusedModule;

impl Renderer<'_> {
    /// The module that a type is taken out of, from that of its namespace: one of its own, or the
    /// same namespace elsewhere.
    pub(super) fn module_of(&self, model: &Model) -> TokenStream {
        let (own, modules) = (&model.module, &model.path.modules);
        let reused = self.reused.filter(|_| model.is_reused);
        match reused {
            // Out of the namespaces, `models`, and the module itself.
            Some(reused) => {
                let start = self.reused_module(reused, modules.len() + 2);
                below(&quote!(#start::models), modules)
            }
            None => quote!(#own),
        }
    }

    /// The module of a target elsewhere, from that of its namespace; none where it is not taken
    /// from elsewhere.
    pub(super) fn reused_targets(&self, target: &Target) -> Option<TokenStream> {
        let reused = self.reused.filter(|_| target.is_reused)?;
        let modules = &target.path.modules;
        let start = self.reused_module(reused, modules.len() + 3);
        Some(below(&quote!(#start::models::targets), modules))
    }

    /// The other module, from so many modules below the one that both are in.
    fn reused_module(&self, reused: &ReusedModule, depth: usize) -> TokenStream {
        let runtime = self.runtime;
        match reused {
            ReusedModule::Runtime(module) => quote!(#runtime::#module),
            ReusedModule::Sibling(module) => {
                let up = std::iter::repeat_n(quote!(super::), depth);
                quote!(#(#up)* #module)
            }
        }
    }
}

fn below(start: &TokenStream, modules: &[Identifier]) -> TokenStream {
    quote!(#start #(::#modules)*)
}
