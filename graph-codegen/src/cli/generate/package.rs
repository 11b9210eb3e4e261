//! A crate for a part of a spec.

use std::path::Path;

use graph_codegen::{ClientDependency, Generator, Package};

use super::report::Report;
use super::{Arguments, Failure, Progress, Work};
use crate::cli::tables::with_table;

pub(super) fn generate(
    arguments: &Arguments,
    spec: &Path,
    progress: &Progress,
) -> Result<Work, Failure> {
    let (Some(out), Some(name)) = (&arguments.out, &arguments.name) else {
        return Err(Failure::new("--spec goes with --out and --name"));
    };
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
    if !is_name {
        return Err(Failure::new(format_args!(
            "`{name}` is no name for a crate: use letters, digits, `-` and `_`"
        )));
    }
    progress.step(format!("reading {}", spec.display()));
    let document = arguments.overlays.read_spec(spec)?;
    progress.step(format!("generating {name}"));
    let table = arguments.tables.table()?;
    let generator = Generator::new(arguments.selection.selection()?)
        .with_preferences(arguments.preferences.preferences()?)
        .as_package();
    let generated = with_table(generator, table.as_ref()).generate(&document, name)?;
    let client = match &arguments.client_path {
        None => ClientDependency::Version,
        Some(path) => ClientDependency::Path(path.canonicalize().map_err(|error| {
            Failure::new(format_args!("cannot find {}: {error}", path.display()))
        })?),
    };
    let package = Package {
        name: name.clone(),
        client,
        features: generated.summary.features.clone(),
    };
    let mut report = Report::of(&generated, name, spec);
    report.add_warnings(table.as_deref());
    progress.step(format!("formatting {name}"));
    let mut work = Work::default();
    work.push([package.into_target(out, generated)?], report);
    Ok(work)
}
