//! Where the description of the whole of Microsoft Graph v1.0 is.

use std::path::{Path, PathBuf};

/// The variable of the environment that names the file.
const VARIABLE: &str = "GRAPH_OPENAPI";

/// The name and the text of the file: the one that the environment names, or the one in
/// `../shared/graph` beside the checkout.
///
/// Without it, prints that what needs it is skipped.
#[allow(
    clippy::print_stderr,
    reason = "who runs a test is told what it left out"
)]
pub fn text() -> Option<(String, String)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/graph/openapi-v1.0.yaml");
    let path = std::env::var_os(VARIABLE).map_or(beside, PathBuf::from);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: set {VARIABLE} to the OpenAPI description of Graph v1.0");
    }
    Some((path.display().to_string(), text?))
}
