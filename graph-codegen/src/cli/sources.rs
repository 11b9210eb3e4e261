//! The texts that modules are made from, each read once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use graph_codegen::diagnostics::Diagnostics;
use graph_codegen::manifest::ManifestModule;

use super::fail::Failure;

/// Texts by their paths; those that are about to be written are there beforehand.
#[derive(Default)]
pub(crate) struct Sources(HashMap<PathBuf, Arc<str>>);

impl Sources {
    /// A text that takes the place of what the file holds.
    pub(crate) fn set(&mut self, path: &Path, text: impl Into<Arc<str>>) {
        self.0.insert(path.to_owned(), text.into());
    }

    /// Whether the text of a file is known.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    /// The text of a file that a module is made from.
    pub(crate) fn text(
        &mut self,
        module: &ManifestModule,
        path: &Path,
    ) -> Result<Arc<str>, Failure> {
        if let Some(text) = self.0.get(path) {
            return Ok(Arc::clone(text));
        }
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = format_args!("cannot read {}: {error}", path.display());
            Failure::from(Diagnostics::from(module.fault(message)))
        })?;
        let text: Arc<str> = text.into();
        self.0.insert(path.to_owned(), Arc::clone(&text));
        Ok(text)
    }
}
