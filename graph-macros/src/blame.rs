//! Which of the arguments brings an error about.

use graph_codegen::{Document, Error, Generator, Preferences, Reuse, Selection};
use syn::LitStr;

use crate::arguments::Arguments;
use crate::expand::{at, combine, preferences, rename};

/// An error at the literal that brings it about: types, preferences and what has to be reused are
/// tried one by one. What none of them brings about is the spec's.
pub(crate) fn blame(
    arguments: &Arguments,
    document: &Document,
    selection: &Selection,
    reuse: Option<&Reuse>,
    error: &Error,
) -> syn::Error {
    let mut errors = None;
    let mut bare = selection.clone();
    bare.types.clear();
    let generator = || Generator::new(bare.clone());
    if generator().plan(document).is_err() {
        return at(&arguments.spec, error);
    }
    let mut try_out = |literal: &LitStr, generator: Generator| {
        if let Err(error) = generator.plan(document) {
            combine(&mut errors, at(literal, error));
        }
    };
    for literal in &arguments.types {
        let selection = bare.clone().types([literal.value()]);
        try_out(literal, Generator::new(selection));
    }
    for pair in &arguments.rename {
        let one = Preferences {
            renames: vec![rename(pair)],
            ..Preferences::default()
        };
        try_out(&pair.0, generator().with_preferences(one));
    }
    for literal in &arguments.as_enum {
        let one = Preferences {
            as_enum: vec![literal.value()],
            ..Preferences::default()
        };
        try_out(literal, generator().with_preferences(one));
    }
    for literal in &arguments.as_struct {
        let one = Preferences {
            as_struct: vec![literal.value()],
            ..Preferences::default()
        };
        try_out(literal, generator().with_preferences(one));
    }
    // What is reused follows from all of the others.
    let planned = || Generator::new(selection.clone()).with_preferences(preferences(arguments));
    if let Some(reuse) = reuse
        && planned().plan(document).is_ok()
    {
        for literal in &arguments.must_reuse {
            let reuse = reuse.clone().requiring([literal.value()]);
            if let Err(error) = planned().with_reuse(reuse).plan(document) {
                combine(&mut errors, at(literal, error));
            }
        }
    }
    errors.unwrap_or_else(|| at(&arguments.spec, error))
}
