//! Properties as they are written: `display_name`, `sign_in_activity.last_sign_in_date_time`.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Member, Token, Type};

/// The model that a query is about, with the colon after it.
pub(crate) struct Subject(pub(crate) Type);

impl Parse for Subject {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let model: Type = input.parse().map_err(|error| {
            syn::Error::new(
                error.span(),
                "the query begins with the model that it is about, as in \
                 `ServicePrincipal: display_name`",
            )
        })?;
        if !input.peek(Token![:]) {
            return Err(syn::Error::new(
                input.span(),
                "after the model that the query is about comes a colon, as in \
                 `ServicePrincipal: display_name`",
            ));
        }
        input.parse::<Token![:]>()?;
        Ok(Self(model))
    }
}

impl Subject {
    /// The model as a property, from which the way to this one begins.
    pub(crate) fn root(&self, way: &Way) -> TokenStream {
        let model = &self.0;
        quote_spanned!(way.first.span()=> ::graph_client::query::Property::<#model>::root())
    }
}

/// The names on the way to a property, none of them missing.
pub(crate) struct Way {
    pub(crate) first: Ident,
    pub(crate) others: Vec<Ident>,
}

impl Way {
    /// The way that an expression is, if it is one.
    pub(crate) fn of(expression: &Expr) -> Option<Self> {
        match expression {
            Expr::Path(path) => Some(Self {
                first: path.path.get_ident()?.clone(),
                others: Vec::new(),
            }),
            Expr::Field(field) => {
                let mut way = Self::of(&field.base)?;
                let Member::Named(name) = &field.member else {
                    return None;
                };
                way.others.push(name.clone());
                Some(way)
            }
            Expr::Paren(inner) => Self::of(&inner.expr),
            _ => None,
        }
    }

    /// The name of the property itself.
    pub(crate) fn last(&self) -> &Ident {
        self.others.last().unwrap_or(&self.first)
    }

    /// The property at the end of the way from the model.
    pub(crate) fn end_from_model(&self, subject: &Subject) -> TokenStream {
        let first = std::iter::once(&self.first);
        steps(subject.root(self), first.chain(&self.others))
    }

    /// The property at the end of the way that begins at the item that the first name stands for.
    pub(crate) fn end_from_item(&self, first: TokenStream) -> TokenStream {
        steps(first, &self.others)
    }
}

impl Parse for Way {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let first = input.parse().map_err(|error: syn::Error| {
            syn::Error::new(
                error.span(),
                "here stands a property, by the name of its field, as in `display_name` or \
                 `sign_in_activity.last_sign_in_date_time`",
            )
        })?;
        let mut others = Vec::new();
        while input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            others.push(input.parse()?);
        }
        Ok(Self { first, others })
    }
}

fn steps<'a>(from: TokenStream, names: impl IntoIterator<Item = &'a Ident>) -> TokenStream {
    let mut property = from;
    for name in names {
        let field = field(name);
        property = quote_spanned!(name.span()=> #property.property(#field));
    }
    property
}

/// The function that gives a field of an object, at whose name the compiler says what is wrong.
pub(crate) fn field(name: &Ident) -> TokenStream {
    // Where the user's name is: a span of the macro's own would move messages to the macro.
    let object = Ident::new("object", name.span());
    quote_spanned!(name.span()=> |#object| &#object.#name)
}
