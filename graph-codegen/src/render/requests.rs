//! The module `requests`: a request type for each set of options that operations declare.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, documentation};
use crate::ir::{OptionType, ParameterLocation};
use crate::plan::surface::{ArgumentType, RequestOption, RequestType};

impl Renderer<'_> {
    /// The items of the module.
    pub(super) fn request_types(&self) -> TokenStream {
        self.surface
            .requests
            .iter()
            .map(|request| self.request_type(request))
            .collect()
    }

    fn request_type(&self, request: &RequestType) -> TokenStream {
        let runtime = self.runtime;
        let identifier = &request.identifier;
        let methods = request.methods.iter().map(|(method, option)| {
            let description = option
                .description
                .as_deref()
                .map(documentation::plain)
                .filter(|text| !text.is_empty());
            let mut lines = vec![format!("Sets {}.", documentation::code(&option.name))];
            if let Some(description) = description {
                lines.extend([String::new(), description]);
            }
            let docs = documentation::outer(&lines);
            let argument = self.argument_type(&option.argument_type());
            let set = set_option(option);
            quote! {
                #docs
                pub fn #method(self, value: #argument) -> Self {
                    Self(self.0 #set)
                }
            }
        });
        let names: Vec<String> = request
            .methods
            .iter()
            .map(|(_, option)| documentation::code(&option.name))
            .collect();
        let docs = documentation::outer(&[format!("A request that takes {}.", names.join(", "))]);
        quote! {
            #docs
            #[must_use = "a request is sent when it is awaited, or by `send`"]
            pub struct #identifier<T>(pub(super) #runtime::Request<T>);

            impl<T> #identifier<T> {
                #(#methods)*
            }

            #runtime::request_traits!(#identifier);
        }
    }

    /// The type of an argument.
    pub(super) fn argument_type(&self, argument: &ArgumentType) -> TokenStream {
        use super::types::From;

        let runtime = self.runtime;
        match argument {
            ArgumentType::Text => quote!(impl AsRef<str>),
            ArgumentType::Scalar(name) => name.parse().unwrap_or_default(),
            ArgumentType::List => quote!(impl IntoIterator<Item = impl AsRef<str>>),
            ArgumentType::Reference(value) => {
                let value = self.rust_type(value, From::Beside);
                quote!(&#value)
            }
            ArgumentType::OptionalReference(value) => {
                let value = self.rust_type(value, From::Beside);
                quote!(impl Into<Option<&'b #value>>)
            }
            ArgumentType::Bytes => quote!(impl Into<#runtime::transport::Body>),
            ArgumentType::OptionalBytes => quote!(Option<#runtime::transport::Body>),
            ArgumentType::ContentType => quote!(&str),
        }
    }
}

/// The call that sets an option, with `value` as its value.
pub(super) fn set_option(option: &RequestOption) -> TokenStream {
    let name = &option.name;
    let text = match option.argument_type() {
        ArgumentType::Scalar(_) => quote!(value.to_string()),
        _ => quote!(value),
    };
    match (option.location, option.option_type) {
        (ParameterLocation::Query, OptionType::List) => quote!(.query_list(#name, #text)),
        (ParameterLocation::Query, OptionType::Repeated) => quote!(.query_each(#name, #text)),
        (ParameterLocation::Query, OptionType::Literal) => quote!(.query_literal(#name, #text)),
        (ParameterLocation::Query, _) => quote!(.query(#name, #text)),
        (ParameterLocation::Header, OptionType::List | OptionType::Repeated) => {
            quote!(.header_list(#name, #text))
        }
        (ParameterLocation::Header, _) => quote!(.header(#name, #text)),
    }
}
