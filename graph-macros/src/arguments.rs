//! What the macro was given.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Token, Visibility, braced, bracketed};

/// The module to be made.
pub(crate) struct Arguments {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) spec: LitStr,
    pub(crate) include: Vec<LitStr>,
    pub(crate) exclude: Vec<LitStr>,
    pub(crate) navigation: Option<LitStr>,
    pub(crate) descendants: Option<LitStr>,
    pub(crate) types: Vec<LitStr>,
}

const KEYS: &str = "`spec`, `include`, `exclude`, `navigation`, `descendants`, `types`";

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![mod]>()?;
        let name: Ident = input.parse()?;
        let body;
        braced!(body in input);

        let mut seen: Vec<Ident> = Vec::new();
        let (mut spec, mut navigation, mut descendants) = (None, None, None);
        let (mut include, mut exclude, mut types) = (Vec::new(), Vec::new(), Vec::new());
        while !body.is_empty() {
            let key: Ident = body.parse()?;
            if seen.contains(&key) {
                return Err(syn::Error::new(
                    key.span(),
                    format!("`{key}` is given twice"),
                ));
            }
            body.parse::<Token![:]>()?;
            match key.to_string().as_str() {
                "spec" => spec = Some(body.parse()?),
                "include" => include = list(&body)?,
                "exclude" => exclude = list(&body)?,
                "navigation" => navigation = Some(body.parse()?),
                "descendants" => descendants = Some(body.parse()?),
                "types" => types = list(&body)?,
                _ => {
                    let message = format!("`{key}` is not a key; the keys are {KEYS}");
                    return Err(syn::Error::new(key.span(), message));
                }
            }
            seen.push(key);
            if !body.is_empty() {
                body.parse::<Token![,]>()?;
            }
        }
        let spec = spec.ok_or_else(|| {
            let message = "no spec: add `spec: \"specs/graph.yaml\"`, relative to your Cargo.toml";
            syn::Error::new(name.span(), message)
        })?;
        Ok(Self {
            attributes,
            visibility,
            name,
            spec,
            include,
            exclude,
            navigation,
            descendants,
            types,
        })
    }
}

fn list(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let items;
    bracketed!(items in input);
    let items = Punctuated::<LitStr, Token![,]>::parse_terminated(&items)?;
    Ok(items.into_iter().collect())
}
