//! `graph-codegen permissions`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use graph_codegen::ir::{Caller, Permissions};
use graph_codegen::manifest::Manifest;
use graph_codegen::permissions::{Needs, needs};
use graph_codegen::{Diagnostics, Generator, PermissionTable};

use super::Outcome;
use super::fail::{Failure, print, read, read_spec};
use super::selection::SelectionArguments;
use super::tables::{TableArguments, Tables};

/// Prints the permissions that a slice needs: the smallest set that does for every operation, the
/// least privileged first, and which operation needs which.
///
/// Only permissions that are the least privileged of some operation are considered, so that nothing
/// is asked for that allows more than an operation needs in any case; where fewer that allow more
/// would do, these are named besides. Of sets of the same size it is the one with the fewest
/// permissions of the highest privilege level, then the one that opens the fewest operations. A set
/// that is too large to be compared with all others says so.
///
/// Where an operation takes a permission only together with another one, both are in the set, and
/// the operation names the other one.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The manifest whose modules are looked at, all of them together.
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
    tables: TableArguments,
    /// The kind of caller; all of them unless given.
    #[arg(long, value_enum)]
    scheme: Option<Scheme>,
    /// Write the result, or what is wrong, as JSON.
    #[arg(long)]
    json: bool,
}

/// A kind of caller, as the command line has it.
#[derive(Clone, Copy, ValueEnum)]
enum Scheme {
    /// An application without a user.
    Application,
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal account.
    DelegatedPersonal,
}

impl From<Scheme> for Caller {
    fn from(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Application => Self::Application,
            Scheme::DelegatedWork => Self::DelegatedWork,
            Scheme::DelegatedPersonal => Self::DelegatedPersonal,
        }
    }
}

/// The operations of a slice, and what is known of them.
#[derive(Default)]
struct Slice {
    operations: Vec<(String, Option<Permissions>)>,
    table: Option<Arc<PermissionTable>>,
    warnings: Diagnostics,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    show(arguments).map_err(|failure| failure.shown_as_json(arguments.json))
}

fn show(arguments: &Arguments) -> Result<Outcome, Failure> {
    let slice = slice(arguments)?;
    let callers = arguments
        .scheme
        .map_or(Caller::ALL.to_vec(), |scheme| vec![scheme.into()]);
    let needed: Vec<Needs> = callers
        .into_iter()
        .map(|caller| {
            let operations = slice.operations.iter();
            let operations = operations.map(|(name, known)| (name.clone(), known.as_ref()));
            needs(caller, operations, slice.table.as_deref())
        })
        .collect();
    if arguments.json {
        let value = serde_json::json!({"schemes": needed, "warnings": slice.warnings});
        print(format_args!("{value:#}"))?;
        return Ok(Outcome::Done);
    }
    for warning in &slice.warnings {
        eprintln!("{warning}");
    }
    let texts: Vec<String> = needed.iter().map(ToString::to_string).collect();
    print(texts.join("\n\n"))?;
    Ok(Outcome::Done)
}

fn slice(arguments: &Arguments) -> Result<Slice, Failure> {
    let mut slice = Slice::default();
    let mut tables = Tables::default();
    if let Some(spec) = &arguments.spec {
        let table = tables.get(&arguments.tables, None)?;
        slice.told(table.as_ref());
        let generator = Generator::new(arguments.selection.selection()?);
        slice.add(None, spec, generator, table)?;
    } else if arguments.selection.is_empty() {
        let path = &arguments.manifest;
        let modules = Manifest::parse(path, &read(path)?)?.modules;
        let several = modules.len() > 1;
        for module in modules {
            let table = tables.get(&arguments.tables, module.permissions.as_deref())?;
            slice.told(table.as_ref());
            let name = several.then_some(module.name.as_str());
            slice.add(name, &module.spec, module.generator(), table)?;
        }
    } else {
        return Err(Failure::new(
            "--include and its like go with --spec; in a manifest they stand with each module",
        ));
    }
    Ok(slice)
}

impl Slice {
    /// Takes note of a table, and once of what it says.
    fn told(&mut self, table: Option<&Arc<PermissionTable>>) {
        let Some(table) = table else { return };
        let is_known = self
            .table
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, table));
        if !is_known {
            self.warnings.extend(table.warnings().iter().cloned());
        }
        self.table = Some(Arc::clone(table));
    }

    fn add(
        &mut self,
        module: Option<&str>,
        spec: &Path,
        generator: Generator,
        table: Option<Arc<PermissionTable>>,
    ) -> Result<(), Failure> {
        let document = read_spec(spec)?;
        let generator = match table {
            Some(table) => generator.with_permissions(table),
            None => generator,
        };
        let planned = generator.plan(&document)?;
        let module = module.map(|name| format!("{name} ")).unwrap_or_default();
        for operation in planned.surface.operation_methods() {
            let name = format!("{module}{} {}", operation.method.token(), operation.path);
            let known = operation.requirements.permissions.clone();
            self.operations.push((name, known));
        }
        self.warnings.extend(planned.warnings);
        Ok(())
    }
}
