//! Files of Microsoft's that tests and benchmarks run on where they are.

use std::path::{Path, PathBuf};

/// The name and the text of a file: the one that the variable of the environment names, or the one in
/// `../shared/graph` beside the checkout.
///
/// Without it, prints that what needs it is skipped, and what the variable has to name.
#[allow(
    clippy::print_stderr,
    reason = "who runs a test is told what it left out"
)]
pub(crate) fn text(variable: &str, file: &str, what: &str) -> Option<(String, String)> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/graph");
    let path = std::env::var_os(variable).map_or_else(|| shared.join(file), PathBuf::from);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: set {variable} to {what}");
    }
    Some((path.display().to_string(), text?))
}
