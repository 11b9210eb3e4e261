//! Files of published permissions, each read once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use graph_codegen::{Generator, PermissionTable};

use super::fail::{Failure, read};

/// Where permissions are looked up.
#[derive(Args)]
pub(crate) struct TableArguments {
    /// The file in which Microsoft publishes who may call what, `permissions.json`: operations that
    /// say nothing of it themselves get their permissions from there.
    #[arg(long, value_name = "FILE")]
    permissions: Option<PathBuf>,
}

/// Tables that were read.
#[derive(Default)]
pub(crate) struct Tables(HashMap<PathBuf, Arc<PermissionTable>>);

/// A generator that looks permissions up, where there is a table.
pub(crate) fn with_table(generator: Generator, table: Option<&Arc<PermissionTable>>) -> Generator {
    match table {
        Some(table) => generator.with_permissions(Arc::clone(table)),
        None => generator,
    }
}

impl TableArguments {
    /// The table that was given on the command line.
    pub(crate) fn table(&self) -> Result<Option<Arc<PermissionTable>>, Failure> {
        Tables::default().get(self, None)
    }
}

impl Tables {
    /// The table of the command line, or else that of a manifest.
    pub(crate) fn get(
        &mut self,
        arguments: &TableArguments,
        manifest: Option<&Path>,
    ) -> Result<Option<Arc<PermissionTable>>, Failure> {
        let Some(path) = arguments.permissions.as_deref().or(manifest) else {
            return Ok(None);
        };
        if let Some(table) = self.0.get(path) {
            return Ok(Some(Arc::clone(table)));
        }
        let text = read(path)?;
        let table = Arc::new(PermissionTable::parse(path.display().to_string(), &text)?);
        self.0.insert(path.to_owned(), Arc::clone(&table));
        Ok(Some(table))
    }
}
