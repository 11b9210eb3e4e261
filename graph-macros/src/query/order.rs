//! `order_by!` and `select!`.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Token;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;

use super::property::{Subject, Way};

/// `Model: property desc, property`.
pub(crate) struct OrderBy {
    subject: Subject,
    keys: Punctuated<Key, Token![,]>,
}

struct Key {
    property: Way,
    descending: bool,
}

impl Parse for OrderBy {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            subject: input.parse()?,
            keys: Punctuated::parse_terminated(input)?,
        })
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let property = input.parse()?;
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(Self {
                property,
                descending: false,
            });
        }
        let direction = input.parse::<Ident>().ok();
        let descending = match direction.as_ref().map(ToString::to_string).as_deref() {
            Some("asc") => false,
            Some("desc") => true,
            _ => {
                let span = direction.map_or_else(|| input.span(), |word| word.span());
                return Err(syn::Error::new(
                    span,
                    "after a property comes `asc`, `desc` or a comma",
                ));
            }
        };
        Ok(Self {
            property,
            descending,
        })
    }
}

pub(crate) fn order_by(order: &OrderBy) -> TokenStream {
    let model = &order.subject.0;
    let keys = order.keys.iter().map(|key| {
        let property = key.property.end_from_model(&order.subject);
        let span = key.property.last().span();
        if key.descending {
            quote_spanned!(span=> #property.descending())
        } else {
            quote_spanned!(span=> #property.ascending())
        }
    });
    quote!(::graph_client::query::OrderBy::<#model>::new([#(#keys),*]))
}

/// `Model: property, property`.
pub(crate) struct Select {
    subject: Subject,
    properties: Punctuated<Way, Token![,]>,
}

impl Parse for Select {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            subject: input.parse()?,
            properties: Punctuated::parse_terminated(input)?,
        })
    }
}

pub(crate) fn select(select: &Select) -> TokenStream {
    let model = &select.subject.0;
    let names = select.properties.iter().map(|property| {
        let property = property.end_from_model(&select.subject);
        quote!(#property.name())
    });
    quote!(::graph_client::query::Select::<#model>::new([#(#names),*]))
}
