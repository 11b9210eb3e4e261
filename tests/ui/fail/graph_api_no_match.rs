//! Patterns without a match, each told at its own place, with paths that are near.

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        include: [
            "/oauth2PermissionGrant",
            "/oauth2PermissionGrants#GET",
            "/applications/{}/synchronisation/acquireAccessToken",
        ],
    }
}

fn main() {}
