//! Where earlier descriptions of the whole of Microsoft Graph v1.0 are.

use std::path::{Path, PathBuf};

/// The name and the text of a file in the folder that `GRAPH_HISTORY` names.
///
/// Without it, prints that what needs it is skipped.
#[allow(
    clippy::print_stderr,
    reason = "who runs a test is told what it left out"
)]
pub fn text(file: &str) -> Option<(String, String)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/graph/history");
    let folder = std::env::var_os("GRAPH_HISTORY").map_or(beside, PathBuf::from);
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: set GRAPH_HISTORY to the folder of {file}");
    }
    Some((path.display().to_string(), text?))
}
