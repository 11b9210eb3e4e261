//! `graph-codegen trim`.

use std::path::PathBuf;

use clap::Args;
use graph_codegen::output::{Overwrite, write_document};

use super::Outcome;
use super::fail::{Failure, print};
use super::overlays::OverlayArguments;
use super::selection::SelectionArguments;
use super::tables::TableArguments;

/// Cuts a part out of a spec: chosen operations, and all that they refer to.
///
/// The result is a spec of its own. What was left out, and what would bring it in, is told on
/// standard error.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The spec, YAML or JSON.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    #[command(flatten)]
    overlays: OverlayArguments,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    tables: TableArguments,
    /// Where to write the trimmed spec; standard output by default.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace what is in the way, although it was not trimmed here or was edited since.
    #[arg(long)]
    overwrite: bool,
    /// Write the report, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    trim(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn trim(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = arguments.overlays.read_spec(&arguments.spec)?;
    let selection = arguments.selection.selection()?;
    let table = arguments.tables.table()?;
    let mut selected = graph_codegen::trim_with(&document, &selection, table.as_deref())?;
    if let Some(table) = table {
        selected.warnings.extend(table.warnings().iter().cloned());
    }
    match &arguments.out {
        None => print(selected.document.to_yaml().trim_end())?,
        Some(path) => {
            let overwrite = Overwrite::from(arguments.overwrite);
            write_document(path, &selected.document, overwrite)?;
        }
    }
    if arguments.json {
        let report = serde_json::json!({
            "report": selected.report,
            "permissions": selected.permissions,
            "warnings": selected.warnings,
        });
        // Standard output has the spec, unless that went to a file.
        if arguments.out.is_some() {
            print(format_args!("{report:#}"))?;
        } else {
            eprintln!("{report:#}");
        }
    } else {
        for warning in &selected.warnings {
            eprintln!("{warning}");
        }
        eprintln!("{}", selected.report);
        if let Some(permissions) = selected.permissions {
            eprintln!("{permissions}");
        }
    }
    Ok(Outcome::Done)
}
