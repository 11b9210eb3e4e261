//! The module `requests`: a request type for each set of options that operations declare.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, documentation};
use crate::ir::{Api, Operation, OptionType, Parameter, ParameterLocation};
use crate::naming::{Convention, Identifier, Scope};

/// What an option is, apart from its description.
type OptionKey = (ParameterLocation, String, OptionType);

/// The request types by the options that they have.
#[derive(Clone, Debug)]
pub(super) struct OptionSets {
    identifiers: BTreeMap<Vec<OptionKey>, Identifier>,
    /// A description for each option; operations describe them alike.
    descriptions: BTreeMap<OptionKey, Parameter>,
}

/// The options of every collection. Their set is called so.
const COLLECTION: [&str; 8] = [
    "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
];

/// What every request can do: the methods that `request_traits!` writes.
const OWN_METHODS: [&str; 10] = [
    "clone",
    "download",
    "header",
    "into_inner",
    "items",
    "pages",
    "query",
    "send",
    "with_retry",
    "with_timeout",
];

impl OptionSets {
    pub(super) fn collect(api: &Api) -> Self {
        let mut sets: BTreeSet<Vec<OptionKey>> = BTreeSet::new();
        let mut descriptions = BTreeMap::new();
        for operation in &api.operations {
            for parameter in optional(operation) {
                descriptions
                    .entry(key(parameter))
                    .or_insert_with(|| parameter.clone());
            }
            let set = set_of(operation);
            if !set.is_empty() {
                sets.insert(set);
            }
        }
        let mut scope = Scope::new();
        let identifiers = sets
            .into_iter()
            .map(|set| {
                let name = name_of(&set);
                (set, scope.mint(Convention::Type, [name.as_str()]))
            })
            .collect();
        Self {
            identifiers,
            descriptions,
        }
    }

    /// The request type for an operation; none when it has no options.
    pub(super) fn of(&self, operation: &Operation) -> Option<&Identifier> {
        self.identifiers.get(&set_of(operation))
    }
}

/// The options that a caller may leave out. The others are arguments.
fn optional(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required)
}

fn set_of(operation: &Operation) -> Vec<OptionKey> {
    let mut set: Vec<OptionKey> = optional(operation).map(key).collect();
    set.sort_unstable();
    set
}

fn key(parameter: &Parameter) -> OptionKey {
    (
        parameter.location,
        parameter.name.clone(),
        parameter.option_type,
    )
}

/// `SelectExpandRequest`; the options of every collection together are `Collection`.
fn name_of(set: &[OptionKey]) -> String {
    let is_collection = COLLECTION
        .iter()
        .all(|name| set.iter().any(|(_, option, _)| option == name));
    let mut name = String::new();
    if is_collection {
        name.push_str("collection ");
    }
    for (_, option, _) in set {
        if !(is_collection && COLLECTION.contains(&option.as_str())) {
            name.push_str(option);
            name.push(' ');
        }
    }
    name + "request"
}

impl Renderer<'_> {
    /// The items of the module.
    pub(super) fn request_types(&self) -> TokenStream {
        self.option_sets
            .identifiers
            .iter()
            .map(|(set, identifier)| self.request_type(set, identifier))
            .collect()
    }

    fn request_type(&self, set: &[OptionKey], identifier: &Identifier) -> TokenStream {
        let runtime = self.runtime();
        let mut scope = Scope::with_reserved(&OWN_METHODS);
        let methods = set.iter().map(|key| {
            let (location, name, option_type) = key;
            let second = format!("option {name}");
            let method = scope.mint(Convention::Value, [name.as_str(), second.as_str()]);
            let described = self.option_sets.descriptions.get(key);
            let description = described
                .and_then(|parameter| parameter.documentation.description.as_deref())
                .map(documentation::plain)
                .filter(|text| !text.is_empty());
            let mut lines = vec![format!("Sets {}.", documentation::code(name))];
            if let Some(description) = description {
                lines.extend([String::new(), description]);
            }
            let docs = documentation::outer(&lines);
            let (argument, set) = option_tokens(*location, name, *option_type);
            quote! {
                #docs
                pub fn #method(self, value: #argument) -> Self {
                    Self(self.0 #set)
                }
            }
        });
        let names: Vec<String> = set
            .iter()
            .map(|(_, name, _)| documentation::code(name))
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
}

/// The type of values that are no text.
pub(super) fn scalar_type(option_type: OptionType) -> Option<TokenStream> {
    match option_type {
        OptionType::Boolean => Some(quote!(bool)),
        OptionType::Integer => Some(quote!(i64)),
        OptionType::Unsigned => Some(quote!(u64)),
        OptionType::Number => Some(quote!(f64)),
        OptionType::Text | OptionType::Literal | OptionType::List => None,
    }
}

/// The type of an option's argument, and the call that sets it, with `value` as its value.
pub(super) fn option_tokens(
    location: ParameterLocation,
    name: &str,
    option_type: OptionType,
) -> (TokenStream, TokenStream) {
    let (argument, text) = match (option_type, scalar_type(option_type)) {
        (_, Some(scalar)) => (scalar, quote!(value.to_string())),
        (OptionType::List, None) => (
            quote!(impl IntoIterator<Item = impl AsRef<str>>),
            quote!(value),
        ),
        (_, None) => (quote!(impl AsRef<str>), quote!(value)),
    };
    let set = match (location, option_type) {
        (ParameterLocation::Query, OptionType::List) => quote!(.query_list(#name, #text)),
        (ParameterLocation::Query, OptionType::Literal) => quote!(.query_literal(#name, #text)),
        (ParameterLocation::Query, _) => quote!(.query(#name, #text)),
        (ParameterLocation::Header, OptionType::List) => quote!(.header_list(#name, #text)),
        (ParameterLocation::Header, _) => quote!(.header(#name, #text)),
    };
    (argument, set)
}
