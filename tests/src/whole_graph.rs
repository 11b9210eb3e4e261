//! Where the description of the whole of Microsoft Graph v1.0 is.

/// The name and the text of the file, which `GRAPH_OPENAPI` names.
///
/// Without it, prints that what needs it is skipped.
pub fn text() -> Option<(String, String)> {
    let what = "the OpenAPI description of Graph v1.0";
    crate::shared_graph::text("GRAPH_OPENAPI", "openapi-v1.0.yaml", what)
}
