//! The module `models`: a file for each type, a module for each namespace.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Contents, Module};
use super::types::path_to;
use super::{Renderer, documentation, module_name};
use crate::naming::Identifier;
use crate::plan::ModelPath;
use crate::plan::surface::{Definition, Model, Target};

/// What lies in a namespace.
struct Namespace<'a, T> {
    items: Vec<&'a T>,
    namespaces: BTreeMap<&'a Identifier, Namespace<'a, T>>,
}

impl<'a, T> Namespace<'a, T> {
    /// Arranges items by the modules of their paths.
    fn of(items: &'a [T], path: impl Fn(&T) -> &ModelPath) -> Self {
        let mut root = Self::empty();
        for item in items {
            let mut namespace = &mut root;
            for module in &path(item).modules {
                namespace = namespace
                    .namespaces
                    .entry(module)
                    .or_insert_with(Self::empty);
            }
            namespace.items.push(item);
        }
        root
    }

    fn empty() -> Self {
        Self {
            items: Vec::new(),
            namespaces: BTreeMap::new(),
        }
    }
}

impl<'a> Renderer<'a> {
    pub(super) fn models_module(&self) -> Module<'a> {
        let models = Namespace::of(&self.surface.models, |model: &Model| &model.path);
        let mut module = Self::namespace(module_name("models"), None, models);
        if !self.surface.targets.is_empty() {
            let targets = Namespace::of(&self.surface.targets, |target: &Target| &target.path);
            module
                .children
                .push(targets_module(module_name("targets"), targets));
        }
        module
    }

    fn namespace(
        identifier: Identifier,
        name: Option<String>,
        namespace: Namespace<'a, Model>,
    ) -> Module<'a> {
        let mut children: Vec<Module<'a>> = namespace
            .items
            .iter()
            .filter(|model| !model.is_reused)
            .map(|model| Module {
                identifier: model.module.clone(),
                public: false,
                condition: model.condition.clone(),
                contents: Contents::Model(model),
                children: Vec::new(),
            })
            .collect();
        for (module, inner) in namespace.namespaces {
            let name = module.to_string();
            children.push(Self::namespace(module.clone(), Some(name), inner));
        }
        Module {
            children,
            ..Module::public(identifier, Contents::Namespace(name, namespace.items))
        }
    }

    /// The types of a namespace, taken out of their modules.
    pub(super) fn exports(&self, models: &[&Model]) -> TokenStream {
        models
            .iter()
            .map(|model| {
                let condition = self.condition(&model.condition);
                let (module, own) = (self.module_of(model), &model.path.identifier);
                let family = match &model.definition {
                    Definition::Struct(object) => object.family.as_ref(),
                    _ => None,
                };
                match family {
                    Some(family) => {
                        let any = &family.identifier;
                        quote!(#condition pub use #module::{#any, #own};)
                    }
                    None => quote!(#condition pub use #module::#own;),
                }
            })
            .collect()
    }

    /// The types of a namespace under names of their own.
    pub(super) fn aliases(&self, models: &[&Model]) -> TokenStream {
        let aliases = models.iter().map(|model| {
            let condition = self.condition(&model.condition);
            let module = self.module_of(model);
            let family = match &model.definition {
                Definition::Struct(object) => object.family.as_ref(),
                _ => None,
            };
            let names = std::iter::once(&model.path.identifier)
                .chain(family.map(|family| &family.identifier));
            let aliases = names.map(|name| {
                let docs = documentation::outer(&[documentation::code(&model.title) + "."]);
                quote!(#condition #docs pub type #name = #module::#name;)
            });
            quote!(#(#aliases)*)
        });
        aliases.collect()
    }

    /// What navigation properties lead to.
    pub(super) fn targets(&self, targets: &[&Target]) -> TokenStream {
        let runtime = self.runtime;
        targets
            .iter()
            .map(|target| {
                let identifier = &target.path.identifier;
                let docs = documentation::outer(&[format!(
                    "{}.",
                    documentation::code(target.schema.as_str())
                )]);
                if let Some(module) = self.reused_targets(target) {
                    return quote!(#docs pub type #identifier = #module::#identifier;);
                }
                let model = target.model.as_ref().map(|model| {
                    // From here to `models` it is one module more than from the file of a model.
                    let condition = self.condition(&target.condition);
                    let model = path_to(model, super::types::From::Targets(&target.path.modules));
                    quote! {
                        #condition
                        impl #runtime::model::Target for #identifier {
                            type Model = #model;
                        }
                    }
                });
                quote! {
                    #docs
                    pub enum #identifier {}

                    #model
                }
            })
            .collect()
    }

    /// The items of a type's module.
    pub(super) fn model(&self, model: &Model) -> TokenStream {
        let items = match &model.definition {
            Definition::Struct(object) => self.object(model, object),
            Definition::Enumeration(enumeration) => self.enumeration(model, enumeration),
            Definition::Choice(choice) => self.choice(model, choice),
            Definition::Either(either) => self.either(model, either),
        };
        let runtime = self.runtime;
        quote! {
            use #runtime::model;

            #items
        }
    }
}

fn targets_module(identifier: Identifier, namespace: Namespace<'_, Target>) -> Module<'_> {
    let children = namespace
        .namespaces
        .into_iter()
        .map(|(module, inner)| targets_module(module.clone(), inner));
    Module {
        children: children.collect(),
        ..Module::public(identifier, Contents::Targets(namespace.items))
    }
}
