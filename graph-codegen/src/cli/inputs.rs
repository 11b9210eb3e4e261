//! What a command looks at: the modules of a manifest, or a part of one spec.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use graph_codegen::manifest::Manifest;
use graph_codegen::{Document, Generator, PermissionTable, Preferences};

use super::fail::{Failure, read, read_spec};
use super::overlays::{OverlayArguments, changed};
use super::selection::SelectionArguments;
use super::tables::{TableArguments, Tables, with_table};

/// Where commands that write nothing look.
#[derive(Args)]
pub(crate) struct InputArguments {
    /// The manifest whose modules are looked at.
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
    overlays: OverlayArguments,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    tables: TableArguments,
}

/// A module of a manifest, or a part of a spec.
pub(crate) struct Input {
    /// The name of the module.
    pub(crate) name: Option<String>,
    pub(crate) document: Document,
    pub(crate) generator: Generator,
    /// Where it looks up permissions.
    pub(crate) table: Option<Arc<PermissionTable>>,
}

impl InputArguments {
    /// All that is looked at; `preferences` are those of the command line, which go with a spec.
    pub(crate) fn inputs(&self, preferences: Option<Preferences>) -> Result<Vec<Input>, Failure> {
        let mut tables = Tables::default();
        if let Some(spec) = &self.spec {
            let generator = Generator::new(self.selection.selection()?)
                .with_preferences(preferences.unwrap_or_default());
            let table = tables.get(&self.tables, None)?;
            let document = self.overlays.read_spec(spec)?;
            return Ok(vec![Input::new(None, document, generator, table)]);
        }
        if !self.overlays.is_empty() || !self.selection.is_empty() || preferences.is_some() {
            return Err(Failure::beside_manifest());
        }
        let modules = Manifest::parse(&self.manifest, &read(&self.manifest)?)?.modules;
        let inputs = modules.into_iter().map(|module| {
            let table = tables.get(&self.tables, module.permissions.as_deref())?;
            let document = changed(read_spec(&module.spec)?, &module.overlays)?;
            let generator = module.generator();
            Ok(Input::new(Some(module.name), document, generator, table))
        });
        inputs.collect()
    }
}

impl Input {
    fn new(
        name: Option<String>,
        document: Document,
        generator: Generator,
        table: Option<Arc<PermissionTable>>,
    ) -> Self {
        Self {
            name,
            document,
            generator: with_table(generator, table.as_ref()),
            table,
        }
    }
}
