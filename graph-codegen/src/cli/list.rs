//! `graph-codegen list`.

use std::path::PathBuf;

use clap::Args;
use graph_codegen::ir::Deprecation;
use graph_codegen::select::{OperationRef, operations, select};
use graph_codegen::{Pattern, Selection};

use super::Outcome;
use super::fail::{Failure, print};
use super::overlays::OverlayArguments;

/// Lists operations: method, path, operation id, summary, and whether they are deprecated.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The spec, YAML or JSON.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    #[command(flatten)]
    overlays: OverlayArguments,
    /// Paths to list; all of them by default.
    #[arg(long, num_args = 1.., value_name = "PATTERN")]
    include: Vec<String>,
    /// Write a JSON array.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    list(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn list(arguments: &Arguments) -> Result<Outcome, Failure> {
    let patterns = arguments
        .include
        .iter()
        .map(|pattern| Pattern::parse(pattern).map_err(Failure::new))
        .collect::<Result<Vec<_>, _>>()?;
    let document = arguments.overlays.read_spec(&arguments.spec)?;
    let is_chosen = |operation: &OperationRef<'_>| {
        let matches = |pattern: &Pattern| pattern.matches(operation.path, operation.method);
        patterns.is_empty() || patterns.iter().any(matches)
    };
    let chosen: Vec<OperationRef<'_>> = operations(&document).filter(is_chosen).collect();
    let unmatched = patterns.iter().any(|pattern| {
        !chosen
            .iter()
            .any(|operation| pattern.matches(operation.path, operation.method))
    });
    if unmatched {
        // Selecting with such a pattern is the error that suggests near paths.
        select(&document, &Selection::of(patterns))?;
    }
    if arguments.json {
        let operations: Vec<serde_json::Value> = chosen
            .iter()
            .map(|operation| {
                serde_json::json!({
                    "method": operation.method.to_ascii_uppercase(),
                    "path": operation.path,
                    "operationId": operation.operation_id(),
                    "summary": operation.summary(),
                    "deprecation": operation.deprecation(),
                })
            })
            .collect();
        return print(format_args!("{:#}", serde_json::Value::from(operations)))
            .map(|()| Outcome::Done);
    }
    for operation in chosen {
        let method = operation.method.to_ascii_uppercase();
        let id = operation.operation_id().unwrap_or("-");
        let summary = operation.summary().unwrap_or("");
        print(
            format_args!(
                "{method:<6} {}  {id}  {summary}{}",
                operation.path,
                operation.deprecation().map_or_else(String::new, mark)
            )
            .to_string()
            .trim_end(),
        )?;
    }
    Ok(Outcome::Done)
}

/// What is said beside an operation that is deprecated.
fn mark(deprecation: Deprecation) -> String {
    let mut mark = "  (deprecated".to_owned();
    if let Some(date) = deprecation.date {
        mark += &format!(" since {date}");
    }
    if let Some(date) = deprecation.removal_date {
        mark += &format!(", gone on {date}");
    }
    mark + ")"
}
