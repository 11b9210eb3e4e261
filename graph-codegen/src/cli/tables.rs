//! Files of published permissions, each read once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
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
pub(crate) struct Tables(HashMap<PathBuf, Table>);

struct Table {
    text: Arc<str>,
    parsed: Option<Arc<PermissionTable>>,
}

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
        let table = self.read(path)?;
        if let Some(parsed) = &table.parsed {
            return Ok(Some(Arc::clone(parsed)));
        }
        let name = path.display().to_string();
        let parsed = Arc::new(PermissionTable::parse(name, &table.text)?);
        table.parsed = Some(Arc::clone(&parsed));
        Ok(Some(parsed))
    }

    /// The file of that table, and its text.
    pub(crate) fn text(
        &mut self,
        arguments: &TableArguments,
        manifest: Option<&Path>,
    ) -> Result<Option<(PathBuf, Arc<str>)>, Failure> {
        let Some(path) = arguments.permissions.as_deref().or(manifest) else {
            return Ok(None);
        };
        let text = Arc::clone(&self.read(path)?.text);
        Ok(Some((path.to_owned(), text)))
    }

    fn read(&mut self, path: &Path) -> Result<&mut Table, Failure> {
        Ok(match self.0.entry(path.to_owned()) {
            Entry::Occupied(table) => table.into_mut(),
            Entry::Vacant(place) => place.insert(Table {
                text: read(path)?.into(),
                parsed: None,
            }),
        })
    }
}
