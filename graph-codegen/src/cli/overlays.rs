//! Specs, with the overlays that change them.

use std::path::{Path, PathBuf};

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
pub(crate) fn changed(mut document: Document, overlays: &[PathBuf]) -> Result<Document, Failure> {
    for path in overlays {
        let overlay = Overlay::parse(path.display().to_string(), read(path)?)?;
        document = document.with_overlay(&overlay)?;
    }
    Ok(document)
}
