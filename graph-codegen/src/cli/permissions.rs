//! `graph-codegen permissions`.

use std::sync::Arc;

use clap::{Args, ValueEnum};
use graph_codegen::ir::{Caller, Permissions};
use graph_codegen::permissions::{Needs, needs};
use graph_codegen::{Diagnostics, PermissionTable};

use super::Outcome;
use super::fail::{Failure, print};
use super::inputs::{Input, InputArguments};

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
    #[command(flatten)]
    inputs: InputArguments,
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
    let inputs = arguments.inputs.inputs(None)?;
    let several = inputs.len() > 1;
    for input in inputs {
        slice.told(input.table.as_ref());
        let module = input.name.as_deref().filter(|_| several);
        slice.add(module, &input)?;
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

    fn add(&mut self, module: Option<&str>, input: &Input) -> Result<(), Failure> {
        let planned = input.generator.plan(&input.document)?;
        let module = module.map(|name| format!("{name} ")).unwrap_or_default();
        for operation in planned.surface.operation_methods() {
            let name = format!("{module}{}", operation.key());
            let known = operation.requirements.permissions.clone();
            self.operations.push((name, known));
        }
        self.warnings.extend(planned.warnings);
        Ok(())
    }
}
