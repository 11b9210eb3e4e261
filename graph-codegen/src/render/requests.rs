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
        let has_consistency = request.methods.iter().any(|(_, option)| {
            option.location == ParameterLocation::Header && option.name == CONSISTENCY_LEVEL
        });
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
            let checked = Checked::of(option);
            let argument = match checked {
                Some(Checked::Filter) => quote!(impl #runtime::query::Condition<T>),
                Some(Checked::Order) => quote!(impl #runtime::query::Order<T>),
                _ => self.argument_type(&option.argument_type()),
            };
            let set = match checked {
                Some(Checked::Filter) => quote!(.query_filter(value)),
                Some(Checked::Order) => quote!(.query_order(value)),
                _ => set_option(option),
            };
            let consistency = (has_consistency && checked.is_some_and(Checked::may_be_advanced))
                .then(|| quote!(.with_consistency()));
            quote! {
                #docs
                pub fn #method(self, value: #argument) -> Self {
                    Self(self.0 #set #consistency)
                }
            }
        });
        let selects = request
            .methods
            .iter()
            .any(|(_, option)| Checked::of(option) == Some(Checked::Select));
        let project = selects.then(|| {
            quote! {
                /// Asks for what a projection needs, and decodes into it.
                pub fn project<P: #runtime::query::Projection>(self) -> #identifier<T::With<P>>
                where
                    T: #runtime::query::Returns<P::Of>,
                {
                    #identifier(self.0.query_projection())
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

                #project
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

const CONSISTENCY_LEVEL: &str = "ConsistencyLevel";

/// A query option of OData whose value has to do with the model that the request returns, or with how
/// directory objects answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Checked {
    Count,
    Filter,
    Order,
    Search,
    Select,
}

impl Checked {
    fn of(option: &RequestOption) -> Option<Self> {
        if option.location != ParameterLocation::Query {
            return None;
        }
        match (option.name.as_str(), option.argument_type()) {
            ("$count", ArgumentType::Scalar(_)) => Some(Self::Count),
            ("$filter", ArgumentType::Text) if option.option_type != OptionType::Literal => {
                Some(Self::Filter)
            }
            ("$orderby", ArgumentType::List) if option.option_type == OptionType::List => {
                Some(Self::Order)
            }
            ("$search", ArgumentType::Text) => Some(Self::Search),
            ("$select", ArgumentType::List) if option.option_type == OptionType::List => {
                Some(Self::Select)
            }
            _ => None,
        }
    }

    /// Whether the option may make a query one that directory objects answer with the header
    /// `ConsistencyLevel` only.
    fn may_be_advanced(self) -> bool {
        self != Self::Select
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
