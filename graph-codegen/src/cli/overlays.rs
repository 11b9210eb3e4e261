//! Specs, with the overlays that change them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use graph_codegen::{Document, Overlay};

use super::fail::{Failure, read, read_spec};

/// What changes a spec before anything is chosen.
#[derive(Args)]
pub(crate) struct OverlayArguments {
    /// Overlays (OpenAPI Overlay 1.0), YAML or JSON, that change the spec in this order before
    /// anything is taken of it.
    #[arg(long = "overlay", num_args = 1.., value_name = "FILE")]
    overlays: Vec<PathBuf>,
}

impl OverlayArguments {
    pub(crate) fn is_empty(&self) -> bool {
        self.overlays.is_empty()
    }

    /// The files, in their order.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.overlays
    }

    /// Reads a spec and changes it.
    pub(crate) fn read_spec(&self, spec: &Path) -> Result<Document, Failure> {
        changed(read_spec(spec)?, &self.overlays)
    }
}

/// Changes a spec by overlays.
pub(crate) fn changed(document: Document, overlays: &[PathBuf]) -> Result<Document, Failure> {
    overlays.iter().try_fold(document, |document, path| {
        changed_by(document, path, read(path)?)
    })
}

/// Changes a spec by the overlay at `path`, whose text is known.
pub(crate) fn changed_by(
    document: Document,
    path: &Path,
    text: impl Into<Arc<str>>,
) -> Result<Document, Failure> {
    let overlay = Overlay::parse(path.display().to_string(), text)?;
    Ok(document.with_overlay(&overlay)?)
}
