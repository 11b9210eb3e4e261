//! The module `models`: a file for each type, a module for each namespace.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Renderer;
use super::module::{Contents, Module};
use super::names::namespace_module;
use super::types::From;
use crate::ir::{Type, TypeId, TypeRef};
use crate::naming::Identifier;

#[derive(Default)]
struct Namespace {
    types: Vec<TypeId>,
    namespaces: BTreeMap<String, Namespace>,
}

impl Renderer<'_> {
    pub(super) fn models_module(&self) -> Module {
        let mut root = Namespace::default();
        for id in (0..self.api.types.len()).map(TypeId) {
            let Some(name) = self.names.of_type(id) else {
                continue;
            };
            let mut namespace = &mut root;
            for part in &name.namespace {
                namespace = namespace.namespaces.entry(part.clone()).or_default();
            }
            namespace.types.push(id);
        }
        self.namespace(namespace_module("models"), None, root)
    }

    fn namespace(
        &self,
        identifier: Identifier,
        name: Option<String>,
        namespace: Namespace,
    ) -> Module {
        let mut children: Vec<Module> = namespace
            .types
            .iter()
            .filter_map(|id| {
                Some(Module {
                    identifier: self.names.of_type(*id)?.module.clone(),
                    public: false,
                    areas: self.api.reached_from.get(id.0)?.clone(),
                    contents: Contents::Type(*id),
                    children: Vec::new(),
                })
            })
            .collect();
        for (part, inner) in namespace.namespaces {
            children.push(self.namespace(namespace_module(&part), Some(part), inner));
        }
        Module {
            identifier,
            public: true,
            areas: Vec::new(),
            contents: Contents::Namespace(name, namespace.types),
            children,
        }
    }

    /// The types of a namespace, taken out of their modules.
    pub(super) fn exports(&self, types: &[TypeId]) -> TokenStream {
        types
            .iter()
            .filter_map(|id| {
                let name = self.names.of_type(*id)?;
                let condition = self.condition(self.api.reached_from.get(id.0)?);
                let (module, own) = (&name.module, &name.identifier);
                Some(match &name.any {
                    Some(any) => quote!(#condition pub use #module::{#any, #own};),
                    None => quote!(#condition pub use #module::#own;),
                })
            })
            .collect()
    }

    /// The objects and unions: the name of each schema, and the way from the root module to the
    /// type of values that are declared so.
    pub(super) fn model_paths(&self) -> Vec<(String, String)> {
        let path = |id: TypeId| {
            let declared = self.api.type_of(id)?;
            let is_model = !matches!(declared, Type::Enumeration(_));
            let path = self.value_type(&TypeRef::Named(id), From::Beside);
            let path = path.to_string().replace(' ', "");
            is_model.then(|| (declared.name().to_owned(), path))
        };
        (0..self.api.types.len())
            .map(TypeId)
            .filter_map(path)
            .collect()
    }

    /// The items of a type's module.
    pub(super) fn model(&self, id: TypeId) -> TokenStream {
        let (Some(declared), Some(name)) = (self.api.type_of(id), self.names.of_type(id)) else {
            return TokenStream::new();
        };
        let items = match declared {
            Type::Object(object) => self.object(id, object, name),
            Type::Enumeration(enumeration) => self.enumeration(enumeration, name),
            Type::Union(union) => self.union(id, union, name),
        };
        let runtime = self.runtime();
        quote! {
            use #runtime::model;

            #items
        }
    }
}
