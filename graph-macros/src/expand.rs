//! From the arguments to the module.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use graph_codegen::select::{operations, select};
use graph_codegen::{
    Descendants, Diagnostics, Document, Error, Generator, Navigation, Pattern, Preferences, Rename,
    RuntimePath, Selection,
};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;

use crate::arguments::Arguments;
use crate::documents;

pub(crate) fn expand(arguments: &Arguments) -> syn::Result<TokenStream> {
    let files: Vec<&LitStr> = std::iter::once(&arguments.spec)
        .chain(&arguments.overlays)
        .collect();
    let paths: Vec<(PathBuf, String)> = files
        .iter()
        .map(|literal| (locate(literal), literal.value()))
        .collect();
    let document = documents::read(&paths)
        .map_err(|(position, error)| at(files.get(position).unwrap_or(&&arguments.spec), error))?;
    let selection = selection(arguments, &document)?;
    let runtime = runtime(arguments)?;
    let generated = Generator::new(selection.clone())
        .with_preferences(preferences(arguments))
        .with_runtime(runtime)
        .generate(&document, &arguments.name.to_string())
        .map_err(|error| refuse(arguments, &document, &selection, &error))?;

    let warnings = warnings(&arguments.spec, &generated.warnings);
    let contents = generated.into_tokens();
    let Arguments {
        attributes,
        visibility,
        name,
        ..
    } = arguments;
    // The compiler watches files that are included, and runs the macro again when one changes.
    let watched = paths.iter().map(|(path, _)| path.to_string_lossy());
    Ok(quote! {
        #(#attributes)*
        #visibility mod #name {
            #contents

            #(const _: &[u8] = ::core::include_bytes!(#watched);)*
        }

        #warnings
    })
}

/// The spec, relative to the crate that is being compiled.
fn locate(spec: &LitStr) -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&folder).join(spec.value())
}

/// Warnings at the name of the spec: the use of something deprecated is what a stable compiler
/// shows with a text of ours.
fn warnings(spec: &LitStr, warnings: &Diagnostics) -> TokenStream {
    let span = spec.span();
    let warnings = warnings.iter().map(|warning| {
        let text = warning.to_string();
        let note = text.strip_prefix("warning: ").unwrap_or(&text);
        quote_spanned! {span=>
            const _: () = {
                #[deprecated(note = #note)]
                const WARNING_OF_GRAPH_API: () = ();
                WARNING_OF_GRAPH_API
            };
        }
    });
    warnings.collect()
}

fn runtime(arguments: &Arguments) -> syn::Result<RuntimePath> {
    let Some(path) = &arguments.runtime else {
        return Ok(RuntimePath::default());
    };
    let text = path.to_token_stream().to_string().replace(' ', "");
    RuntimePath::parse(&text).ok_or_else(|| {
        let message = "`crate` is the way to `graph-client`, such as `::azure::graph_client`";
        syn::Error::new_spanned(path, message)
    })
}

fn preferences(arguments: &Arguments) -> Preferences {
    let values = |literals: &[LitStr]| literals.iter().map(LitStr::value).collect();
    Preferences {
        renames: arguments.rename.iter().map(rename).collect(),
        as_enum: values(&arguments.as_enum),
        as_struct: values(&arguments.as_struct),
    }
}

fn rename((from, to): &(LitStr, LitStr)) -> Rename {
    Rename {
        from: from.value(),
        to: to.value(),
    }
}

/// An error at the literal that brings it about: the types and preferences are tried one by one.
fn refuse(
    arguments: &Arguments,
    document: &Document,
    selection: &Selection,
    error: &Error,
) -> syn::Error {
    let mut errors = None;
    let mut blame = |literal: &LitStr, selection: Selection, preferences: Preferences| {
        let generator = Generator::new(selection).with_preferences(preferences);
        if let Err(error) = generator.plan(document) {
            combine(&mut errors, at(literal, error));
        }
    };
    let mut bare = selection.clone();
    bare.types.clear();
    if Generator::new(bare.clone()).plan(document).is_ok() {
        for literal in &arguments.types {
            let one = bare.clone().types([literal.value()]);
            blame(literal, one, Preferences::default());
        }
        for pair in &arguments.rename {
            let renames = vec![rename(pair)];
            let one = Preferences {
                renames,
                ..Preferences::default()
            };
            blame(&pair.0, bare.clone(), one);
        }
        for literal in &arguments.as_enum {
            let one = Preferences {
                as_enum: vec![literal.value()],
                ..Preferences::default()
            };
            blame(literal, bare.clone(), one);
        }
        for literal in &arguments.as_struct {
            let one = Preferences {
                as_struct: vec![literal.value()],
                ..Preferences::default()
            };
            blame(literal, bare.clone(), one);
        }
    }
    errors.unwrap_or_else(|| at(&arguments.spec, error))
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
    let included = arguments.include.as_deref().unwrap_or_default();
    let include = parse(included);
    let exclude = parse(&arguments.exclude);
    // One by one, so that each pattern without a match is told at its own place.
    for literal in included {
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
    let selection = match arguments.include {
        None => Selection::default(),
        Some(_) => Selection::of(include),
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
