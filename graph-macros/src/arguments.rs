//! What the macro was given.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, LitStr, Path, Token, Visibility, braced, bracketed};

/// The modules to be made; never none.
pub(crate) struct Modules(pub(crate) Vec<Arguments>);

/// A module to be made.
pub(crate) struct Arguments {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) spec: LitStr,
    pub(crate) overlays: Vec<LitStr>,
    /// None where everything is included.
    pub(crate) include: Option<Vec<LitStr>>,
    pub(crate) exclude: Vec<LitStr>,
    pub(crate) navigation: Option<LitStr>,
    pub(crate) descendants: Option<LitStr>,
    pub(crate) types: Vec<LitStr>,
    pub(crate) rename: Vec<(LitStr, LitStr)>,
    pub(crate) as_enum: Vec<LitStr>,
    pub(crate) as_struct: Vec<LitStr>,
    pub(crate) permissions: Option<LitStr>,
    /// The module that types are taken from.
    pub(crate) reuse: Option<Path>,
    /// Types that have to be taken from there.
    pub(crate) must_reuse: Vec<LitStr>,
    /// The way to `graph-client`, where it is not called so.
    pub(crate) runtime: Option<Path>,
}

const KEYS: &str = "`spec`, `overlays`, `include`, `exclude`, `navigation`, `descendants`, `types`, `rename`, \
                    `as_enum`, `as_struct`, `permissions`, `reuse`, `must_reuse`, `crate`";

impl Parse for Modules {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut modules = vec![input.parse()?];
        while !input.is_empty() {
            modules.push(input.parse()?);
        }
        Ok(Self(modules))
    }
}

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
        let (mut permissions, mut reuse) = (None, None);
        let (mut include, mut runtime) = (None, None);
        let (mut overlays, mut exclude, mut types) = (Vec::new(), Vec::new(), Vec::new());
        let (mut rename, mut must_reuse) = (Vec::new(), Vec::new());
        let (mut as_enum, mut as_struct) = (Vec::new(), Vec::new());
        while !body.is_empty() {
            let key = body.call(Ident::parse_any)?;
            if seen.contains(&key) {
                return Err(syn::Error::new(
                    key.span(),
                    format!("`{key}` is given twice"),
                ));
            }
            body.parse::<Token![:]>()?;
            match key.to_string().as_str() {
                "spec" => spec = Some(body.parse()?),
                "overlays" => overlays = list(&body)?,
                "include" => {
                    let patterns = list(&body)?;
                    if patterns.is_empty() {
                        let message = "`include` is empty, so nothing would be generated: write \
                                       patterns, such as `include: [\"/users/**\"]`, or leave it \
                                       out to take everything";
                        return Err(syn::Error::new(key.span(), message));
                    }
                    include = Some(patterns);
                }
                "exclude" => exclude = list(&body)?,
                "navigation" => navigation = Some(body.parse()?),
                "descendants" => descendants = Some(body.parse()?),
                "types" => types = list(&body)?,
                "rename" => rename = pairs(&body)?,
                "as_enum" => as_enum = list(&body)?,
                "as_struct" => as_struct = list(&body)?,
                "permissions" => permissions = Some(body.parse()?),
                "reuse" => reuse = Some(body.call(Path::parse_mod_style)?),
                "must_reuse" => must_reuse = list(&body)?,
                "crate" => runtime = Some(body.call(Path::parse_mod_style)?),
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
        if let (None, Some(first)) = (&reuse, must_reuse.first()) {
            let message = "`must_reuse` goes with `reuse`, which says where types are taken from";
            return Err(syn::Error::new(first.span(), message));
        }
        Ok(Self {
            attributes,
            visibility,
            name,
            spec,
            overlays,
            include,
            exclude,
            navigation,
            descendants,
            types,
            rename,
            as_enum,
            as_struct,
            permissions,
            reuse,
            must_reuse,
            runtime,
        })
    }
}

fn list(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let items;
    bracketed!(items in input);
    let items = Punctuated::<LitStr, Token![,]>::parse_terminated(&items)?;
    Ok(items.into_iter().collect())
}

/// `{"user": "Account", ...}`.
fn pairs(input: ParseStream<'_>) -> syn::Result<Vec<(LitStr, LitStr)>> {
    let items;
    braced!(items in input);
    let pair = |input: ParseStream<'_>| {
        let from = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok((from, input.parse()?))
    };
    let items = items.parse_terminated(pair, Token![,])?;
    Ok(items.into_iter().collect())
}
