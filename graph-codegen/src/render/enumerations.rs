//! Enumerations of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, documentation};
use crate::plan::surface::{Enumeration, Model};

impl Renderer<'_> {
    pub(super) fn enumeration(&self, model: &Model, enumeration: &Enumeration) -> TokenStream {
        let runtime = self.runtime;
        let identifier = &model.path.identifier;
        let docs = Self::type_docs(model, "enumeration");
        let flags = enumeration.is_flags.then(|| {
            documentation::outer(&[
                String::new(),
                "Values are sets of these: [`FlagSet`](model::FlagSet).".to_owned(),
            ])
        });
        let variants: Vec<_> = enumeration
            .variants
            .iter()
            .map(|(variant, _)| variant)
            .collect();
        let values: Vec<&str> = enumeration
            .variants
            .iter()
            .map(|(_, member)| member.value.as_str())
            .collect();
        let member_docs = enumeration.variants.iter().map(|(_, member)| {
            let description = member.description.as_deref().map(documentation::plain);
            let line = description
                .filter(|line| !line.is_empty())
                .unwrap_or_else(|| documentation::code(&member.value));
            documentation::outer(&[line])
        });
        quote! {
            #docs
            #flags
            #[non_exhaustive]
            pub enum #identifier {
                #(#member_docs #variants,)*
                /// A value that was not known when this was generated.
                Unknown(Box<str>),
            }

            #runtime::string_enum!(#identifier {
                #(#variants: #values,)*
            });
        }
    }
}
