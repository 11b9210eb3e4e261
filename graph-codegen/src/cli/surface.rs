//! `graph-codegen surface`.

use std::path::PathBuf;

use clap::Args;
use graph_codegen::manifest::Manifest;
use graph_codegen::source::Pointer;
use graph_codegen::{Document, Generator, Surface};

use super::Outcome;
use super::fail::{Failure, print, read, read_spec};
use super::selection::{PreferenceArguments, SelectionArguments};
use super::tables::{TableArguments, Tables};

/// Prints what would be public: every item with its path, its signature and its place in the spec.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The manifest whose modules are shown.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "specs/graph.toml",
        conflicts_with = "spec"
    )]
    manifest: PathBuf,
    /// A spec, YAML or JSON, in place of a manifest.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    preferences: PreferenceArguments,
    #[command(flatten)]
    tables: TableArguments,
    /// Write the whole surface as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    show(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn show(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut surfaces = Vec::new();
    let mut tables = Tables::default();
    if let Some(spec) = &arguments.spec {
        let generator = Generator::new(arguments.selection.selection()?)
            .with_preferences(arguments.preferences.preferences()?);
        let generator = match tables.get(&arguments.tables, None)? {
            Some(table) => generator.with_permissions(table),
            None => generator,
        };
        surfaces.push((None, read_spec(spec)?, generator));
    } else if arguments.selection.is_empty() && arguments.preferences.is_empty() {
        let path = &arguments.manifest;
        for module in Manifest::parse(path, &read(path)?)?.modules {
            let document = read_spec(&module.spec)?;
            let table = tables.get(&arguments.tables, module.permissions.as_deref())?;
            let generator = match table {
                Some(table) => module.generator().with_permissions(table),
                None => module.generator(),
            };
            surfaces.push((Some(module.name), document, generator));
        }
    } else {
        return Err(Failure::new(
            "--include, --rename and their like go with --spec; in a manifest they stand with each module",
        ));
    }
    let mut shown = Vec::new();
    for (name, document, generator) in surfaces {
        let planned = generator.plan(&document)?;
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
