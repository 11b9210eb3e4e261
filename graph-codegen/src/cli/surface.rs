//! `graph-codegen surface`.

use clap::Args;
use graph_codegen::source::Pointer;
use graph_codegen::{Document, Surface};

use super::Outcome;
use super::fail::{Failure, print};
use super::inputs::InputArguments;
use super::selection::PreferenceArguments;

/// Prints what would be public: every item with its path, its signature and its place in the spec.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: InputArguments,
    #[command(flatten)]
    preferences: PreferenceArguments,
    /// Write the whole surface as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    show(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn show(arguments: &Arguments) -> Result<Outcome, Failure> {
    let preferences = &arguments.preferences;
    let preferences = if preferences.is_empty() {
        None
    } else {
        Some(preferences.preferences()?)
    };
    let inputs = arguments.inputs.inputs(preferences)?;
    let mut shown = Vec::new();
    for input in inputs {
        let (name, document) = (input.name, input.document);
        let planned = input.generator.plan(&document)?;
        if arguments.json {
            shown.push(serde_json::json!({
                "name": name,
                "spec": document.name(),
                "items": items(&document, &planned.surface),
                "surface": planned.surface,
                "warnings": planned.warnings,
            }));
        } else {
            for item in planned.surface.items() {
                let module = name.as_ref().map(|name| format!("{name}::"));
                print(format_args!("{}{item}", module.unwrap_or_default()))?;
            }
        }
    }
    if arguments.json {
        print(format_args!("{:#}", serde_json::Value::from(shown)))?;
    }
    Ok(Outcome::Done)
}

/// The items, with the lines that they come from.
fn items(document: &Document, surface: &Surface) -> Vec<serde_json::Value> {
    let items = surface.items();
    let pointers: Vec<Pointer> = items.iter().map(|item| item.place.clone()).collect();
    let places = document.places(&pointers);
    items
        .iter()
        .zip(places)
        .map(|(item, place)| {
            serde_json::json!({
                "path": item.path,
                "kind": item.kind,
                "signature": item.signature,
                "place": place,
                "features": item.condition,
            })
        })
        .collect()
}
