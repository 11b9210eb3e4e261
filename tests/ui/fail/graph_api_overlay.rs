//! An overlay that finds nothing to change, told at its name.

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        overlays: ["specs/overlay.yaml", "specs/missed.yaml"],
        include: ["/oauth2PermissionGrants"],
    }
}

fn main() {}
