//! `graph-codegen check`.

use clap::Args;
use graph_codegen::deprecation::{Deprecated, read_date};
use graph_codegen::diagnostics::Place;
use graph_codegen::source::Pointer;
use serde_json::json;

use super::Outcome;
use super::fail::{Failure, print};
use super::inputs::InputArguments;

/// Lists what a slice uses that will be gone on a day: operations, types and properties whose
/// `x-ms-deprecation` has a removal date up to then.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 nothing will be gone by then, 1 something will, 2 something is \
                  wrong with the arguments or the spec."
)]
pub(crate) struct Arguments {
    /// The day, such as 2026-12-31.
    #[arg(long, value_name = "DATE")]
    by: String,
    #[command(flatten)]
    inputs: InputArguments,
    /// Write the result, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

/// What is deprecated in a module, with its places.
struct Module {
    name: Option<String>,
    items: Vec<(Deprecated, Place)>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    show(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn show(arguments: &Arguments) -> Result<Outcome, Failure> {
    let Some(day) = read_date(&arguments.by) else {
        return Err(Failure::new(format_args!(
            "--by takes a day such as 2026-12-31, not `{}`",
            arguments.by
        )));
    };
    let mut modules = Vec::new();
    for input in arguments.inputs.inputs(None)? {
        let surface = input.generator.plan(&input.document)?.surface;
        let items = surface.deprecated();
        let pointers: Vec<Pointer> = items.iter().map(|item| item.place.clone()).collect();
        let places = input.document.places(&pointers);
        modules.push(Module {
            name: input.name,
            items: items.into_iter().zip(places).collect(),
        });
    }
    let is_gone = |item: &Deprecated| item.removal().is_some_and(|removal| removal <= day);
    let any = modules
        .iter()
        .flat_map(|module| &module.items)
        .any(|(item, _)| is_gone(item));
    if arguments.json {
        print(format_args!("{:#}", shown_as_json(&modules, is_gone)))?;
    } else {
        for module in &modules {
            write(module, &arguments.by, is_gone)?;
        }
    }
    Ok(if any { Outcome::Found } else { Outcome::Done })
}

fn shown_as_json(modules: &[Module], is_gone: impl Fn(&Deprecated) -> bool) -> serde_json::Value {
    let modules = modules.iter().map(|module| {
        let items = |chosen: &dyn Fn(&Deprecated) -> bool| -> Vec<serde_json::Value> {
            let items = module.items.iter().filter(|(item, _)| chosen(item));
            items
                .map(|(item, place)| {
                    json!({
                        "path": item.path,
                        "origin": item.origin,
                        "place": place,
                        "deprecation": item.deprecation,
                    })
                })
                .collect()
        };
        json!({
            "name": module.name,
            "gone": items(&is_gone),
            "later": items(&|item| item.removal().is_some() && !is_gone(item)),
            "withoutDate": items(&|item| item.removal().is_none()),
        })
    });
    modules.collect()
}

fn write(module: &Module, by: &str, is_gone: impl Fn(&Deprecated) -> bool) -> Result<(), Failure> {
    let name = module.name.as_ref().map(|name| format!("{name}: "));
    let name = name.unwrap_or_default();
    let gone: Vec<&(Deprecated, Place)> = module
        .items
        .iter()
        .filter(|(item, _)| is_gone(item))
        .collect();
    if gone.is_empty() {
        print(format_args!("{name}nothing will be gone by {by}"))?;
    } else {
        print(format_args!("{name}{} will be gone by {by}", gone.len()))?;
    }
    for (item, place) in gone {
        let date = item.deprecation.removal_date.as_deref().unwrap_or_default();
        print(format_args!("  {date} {} ({})", item.origin, item.path))?;
        print(format_args!("    at {place}"))?;
        if let Some(description) = &item.deprecation.description {
            print(format_args!("    {}", description.trim()))?;
        }
    }
    for (item, place) in module.items.iter().filter(|(item, _)| item.is_unreadable()) {
        let date = item.deprecation.removal_date.as_deref().unwrap_or_default();
        print(format_args!(
            "  warning: {place}: `{date}`, the day on which {} goes away, is no date such as 2026-12-31",
            item.origin
        ))?;
    }
    let undated = module
        .items
        .iter()
        .filter(|(item, _)| item.deprecation.removal_date.is_none());
    match undated.count() {
        0 => Ok(()),
        count => print(format_args!(
            "  {count} more are deprecated, and no day is named"
        )),
    }
}
