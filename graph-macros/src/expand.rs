//! From the arguments to the module.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use graph_codegen::select::{operations, select};
use graph_codegen::{Descendants, Document, Generator, Navigation, Pattern, Selection};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::arguments::Arguments;

pub(crate) fn expand(arguments: &Arguments) -> syn::Result<TokenStream> {
    let path = locate(&arguments.spec);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        at(
            &arguments.spec,
            format_args!("cannot read {}: {error}", path.display()),
        )
    })?;
    let document = Document::parse(arguments.spec.value(), text)
        .map_err(|diagnostics| at(&arguments.spec, diagnostics))?;
    let selection = selection(arguments, &document)?;
    let generated = Generator::new(selection)
        .generate(&document, &arguments.name.to_string())
        .map_err(|error| at(&arguments.spec, error))?;

    let contents = generated.into_tokens();
    let Arguments {
        attributes,
        visibility,
        name,
        ..
    } = arguments;
    // The compiler watches files that are included, and runs the macro again when one changes.
    let watched = path.to_string_lossy();
    Ok(quote! {
        #(#attributes)*
        #visibility mod #name {
            #contents

            const _: &[u8] = ::core::include_bytes!(#watched);
        }
    })
}

/// The spec, relative to the crate that is being compiled.
fn locate(spec: &LitStr) -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&folder).join(spec.value())
}

fn at(literal: &LitStr, message: impl Display) -> syn::Error {
    let message = message.to_string();
    // The compiler writes this before every error.
    let bare = message.strip_prefix("error: ").unwrap_or(&message);
    syn::Error::new(literal.span(), bare)
}

/// Adds an error to those that were found before it.
fn combine(errors: &mut Option<syn::Error>, error: syn::Error) {
    match errors {
        Some(errors) => errors.combine(error),
        None => *errors = Some(error),
    }
}

fn selection(arguments: &Arguments, document: &Document) -> syn::Result<Selection> {
    let mut errors = None;
    let mut parse = |literals: &[LitStr]| -> Vec<Pattern> {
        literals
            .iter()
            .filter_map(|literal| match Pattern::parse(&literal.value()) {
                Ok(pattern) => Some(pattern),
                Err(error) => {
                    combine(&mut errors, at(literal, error));
                    None
                }
            })
            .collect()
    };
    let include = parse(&arguments.include);
    let exclude = parse(&arguments.exclude);
    // One by one, so that each pattern without a match is told at its own place.
    for literal in &arguments.include {
        if let Ok(pattern) = Pattern::parse(&literal.value())
            && !operations(document).any(|one| pattern.matches(one.path, one.method))
            && let Err(diagnostics) = select(document, &Selection::of([pattern]))
        {
            combine(&mut errors, at(literal, diagnostics));
        }
    }
    let navigation = policy(
        arguments.navigation.as_ref(),
        Navigation::from_name,
        "`navigation` is \"used\" or \"all\"",
        &mut errors,
    );
    let descendants = policy(
        arguments.descendants.as_ref(),
        Descendants::from_name,
        "`descendants` is \"auto\", \"used\" or \"all\"",
        &mut errors,
    );
    if let Some(errors) = errors {
        return Err(errors);
    }
    let selection = if arguments.include.is_empty() {
        Selection::default()
    } else {
        Selection::of(include)
    };
    Ok(selection
        .without(exclude)
        .navigation(navigation)
        .descendants(descendants)
        .types(arguments.types.iter().map(LitStr::value)))
}

fn policy<P: Default>(
    literal: Option<&LitStr>,
    from_name: impl Fn(&str) -> Option<P>,
    message: &str,
    errors: &mut Option<syn::Error>,
) -> P {
    let Some(literal) = literal else {
        return P::default();
    };
    from_name(&literal.value()).unwrap_or_else(|| {
        combine(errors, at(literal, message));
        P::default()
    })
}
