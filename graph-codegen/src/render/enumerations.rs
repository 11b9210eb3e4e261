//! Enumerations of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::TypeName;
use super::{Renderer, documentation};
use crate::ir::Enumeration;
use crate::naming::{Convention, Identifier, Scope};

impl Renderer<'_> {
    pub(super) fn enumeration(&self, enumeration: &Enumeration, name: &TypeName) -> TokenStream {
        let runtime = self.runtime();
        let identifier = &name.identifier;
        let mut lines = documentation::lines(
            &enumeration.documentation,
            format!(
                "The enumeration {}.",
                documentation::code(&enumeration.name)
            ),
        );
        if enumeration.is_flags {
            lines.extend([
                String::new(),
                "Values are sets of these: [`FlagSet`](model::FlagSet).".to_owned(),
            ]);
        }
        let docs = documentation::outer(&lines);

        let mut scope = Scope::with_reserved(&["Unknown"]);
        let variants: Vec<Identifier> = enumeration
            .members
            .iter()
            .map(|member| {
                let second = format!("{} value", member.value);
                scope.mint(Convention::Type, [member.value.as_str(), second.as_str()])
            })
            .collect();
        let values: Vec<&str> = enumeration
            .members
            .iter()
            .map(|member| member.value.as_str())
            .collect();
        let member_docs = enumeration.members.iter().map(|member| {
            let description = member.description.as_deref().map(documentation::plain);
            let line = description
                .filter(|line| !line.is_empty())
                .unwrap_or_else(|| documentation::code(&member.value));
            documentation::outer(&[line])
        });
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #identifier {
                #(#member_docs #variants,)*
                /// A value that was not known when this was generated.
                Unknown(Box<str>),
            }

            impl model::StringEnum for #identifier {
                fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #values,)*
                        Self::Unknown(text) => text,
                    }
                }

                fn from_text(text: &str) -> Self {
                    match text {
                        #(#values => Self::#variants,)*
                        _ => Self::Unknown(text.into()),
                    }
                }
            }

            #runtime::string_enum_traits!(#identifier);
        }
    }
}
