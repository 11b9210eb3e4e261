//! Where the file is in which Microsoft publishes who may call what.

use std::path::{Path, PathBuf};

/// The variable of the environment that names the file.
const VARIABLE: &str = "GRAPH_PERMISSIONS";

/// The name and the text of the file: the one that the environment names, or the one in
/// `../shared/graph` beside the checkout.
///
/// Without it, prints that what needs it is skipped.
#[allow(
    clippy::print_stderr,
    reason = "who runs a test is told what it left out"
)]
pub fn text() -> Option<(String, String)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/graph/permissions.json");
    let path = std::env::var_os(VARIABLE).map_or(beside, PathBuf::from);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: set {VARIABLE} to the permissions.json that Microsoft publishes");
    }
    Some((path.display().to_string(), text?))
}
