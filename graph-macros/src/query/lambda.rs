//! The names that the lambdas around an expression give to items.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{ExprClosure, Pat};

use super::property::Subject;

/// What names stand for at a place in a filter.
pub(crate) struct Names<'a> {
    pub(crate) subject: &'a Subject,
    /// The items of the lambdas around the place, the innermost last.
    items: Vec<Item>,
}

#[derive(Clone)]
struct Item {
    name: Ident,
    /// The variable that holds the item, out of sight of the operands.
    variable: Ident,
}

impl<'a> Names<'a> {
    pub(crate) fn of_model(subject: &'a Subject) -> Self {
        Self {
            subject,
            items: Vec::new(),
        }
    }

    /// The item that a name stands for, if it is one.
    pub(crate) fn item(&self, name: &Ident) -> Option<TokenStream> {
        let item = self.items.iter().find(|item| item.name == *name)?;
        let variable = &item.variable;
        Some(quote!(#variable))
    }

    /// How many lambdas are around the place.
    pub(crate) fn depth(&self) -> usize {
        self.items.len()
    }

    /// The names within a lambda, and the variable that is to hold the item.
    pub(crate) fn within(&self, name: &Ident) -> syn::Result<(Self, Ident)> {
        if self.item(name).is_some() {
            return Err(syn::Error::new(
                name.span(),
                "a lambda around this one calls its item so, too; give this item another name",
            ));
        }
        let variable = Ident::new(&format!("item{}", self.items.len()), Span::mixed_site());
        let mut items = self.items.clone();
        items.push(Item {
            name: name.clone(),
            variable: variable.clone(),
        });
        let names = Self {
            subject: self.subject,
            items,
        };
        Ok((names, variable))
    }
}

/// Words of OData, which are no names for items.
const RESERVED: [&str; 14] = [
    "all", "and", "any", "eq", "ge", "gt", "has", "in", "le", "lt", "ne", "not", "null", "or",
];

/// The name that a lambda, `|item| condition`, gives to items.
pub(crate) fn parameter(lambda: &ExprClosure) -> syn::Result<&Ident> {
    match lambda.inputs.first() {
        Some(Pat::Ident(pattern)) if lambda.inputs.len() == 1 && pattern.subpat.is_none() => {
            Ok(&pattern.ident)
        }
        _ => Err(syn::Error::new(
            lambda.span(),
            "the lambda names the item of the collection, as in `|item| item == \"x\"`",
        )),
    }
}

/// The name as OData has it: itself, where OData takes it.
pub(crate) fn odata_name(name: &Ident, depth: usize) -> String {
    let text = name.to_string();
    let plain = text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric());
    if plain && !RESERVED.contains(&text.as_str()) {
        text
    } else {
        format!("item{depth}")
    }
}
