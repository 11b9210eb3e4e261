//! From the arguments to the modules.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use graph_codegen::select::{operations, select};
use graph_codegen::{
    Descendants, Diagnostics, Document, Generator, Navigation, Pattern, Preferences, Rename,
    RuntimePath, Selection,
};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;

use crate::arguments::Arguments;
use crate::blame::blame;
use crate::reuse::Siblings;
use crate::{documents, tables};

/// The modules, and compiler errors in place of those that have something wrong.
pub(crate) fn expand(modules: &[Arguments]) -> TokenStream {
    let mut siblings = Siblings::of(modules);
    let expanded = modules.iter().map(|arguments| {
        expand_one(arguments, &mut siblings).unwrap_or_else(|error| {
            siblings.add(arguments, None);
            error.into_compile_error()
        })
    });
    expanded.collect()
}

fn expand_one(arguments: &Arguments, siblings: &mut Siblings) -> syn::Result<TokenStream> {
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
    let reuse = siblings.reuse(arguments)?;
    let mut generator = Generator::new(selection.clone())
        .with_preferences(preferences(arguments))
        .with_runtime(runtime(arguments)?);
    if let Some(reuse) = &reuse {
        generator = generator.with_reuse(reuse.clone());
    }
    // The compiler watches files that are included, and runs the macro again when one changes.
    let mut watched: Vec<PathBuf> = paths.into_iter().map(|(path, _)| path).collect();
    let mut warnings = TokenStream::new();
    if let Some(permissions) = &arguments.permissions {
        let path = locate(permissions);
        let table =
            tables::read(&path, &permissions.value()).map_err(|error| at(permissions, error))?;
        warnings.extend(warn(permissions, table.warnings()));
        generator = generator.with_permissions(table);
        watched.push(path);
    }
    let generated = generator
        .generate(&document, &arguments.name.to_string())
        .map_err(|error| blame(arguments, &document, &selection, reuse.as_ref(), &error))?;

    warnings.extend(warn(&arguments.spec, &generated.warnings));
    siblings.add(arguments, Some(&generated));
    let contents = generated.into_tokens();
    let Arguments {
        attributes,
        visibility,
        name,
        ..
    } = arguments;
    let watched = watched.iter().map(|path| path.to_string_lossy());
    Ok(quote! {
        #(#attributes)*
        #visibility mod #name {
            #contents

            #(const _: &[u8] = ::core::include_bytes!(#watched);)*
        }

        #warnings
    })
}

/// A file, relative to the crate that is being compiled.
fn locate(file: &LitStr) -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    Path::new(&folder).join(file.value())
}

/// Warnings at the name of a file: the use of something deprecated is what a stable compiler
/// shows with a text of ours.
fn warn(file: &LitStr, warnings: &Diagnostics) -> TokenStream {
    let span = file.span();
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

pub(crate) fn preferences(arguments: &Arguments) -> Preferences {
    let values = |literals: &[LitStr]| literals.iter().map(LitStr::value).collect();
    Preferences {
        renames: arguments.rename.iter().map(rename).collect(),
        as_enum: values(&arguments.as_enum),
        as_struct: values(&arguments.as_struct),
    }
}

pub(crate) fn rename((from, to): &(LitStr, LitStr)) -> Rename {
    Rename {
        from: from.value(),
        to: to.value(),
    }
}

/// An error at a literal.
pub(crate) fn at(literal: &LitStr, message: impl Display) -> syn::Error {
    let message = message.to_string();
    // The compiler writes this before every error.
    let bare = message.strip_prefix("error: ").unwrap_or(&message);
    syn::Error::new(literal.span(), bare)
}

/// Adds an error to those that were found before it.
pub(crate) fn combine(errors: &mut Option<syn::Error>, error: syn::Error) {
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
