//! Where the file is in which Microsoft publishes who may call what.

/// The name and the text of the file, which `GRAPH_PERMISSIONS` names.
///
/// Without it, prints that what needs it is skipped.
pub fn text() -> Option<(String, String)> {
    let what = "the permissions.json that Microsoft publishes";
    crate::shared_graph::text("GRAPH_PERMISSIONS", "permissions.json", what)
}
