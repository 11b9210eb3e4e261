//! A key that is none.

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        includes: ["/oauth2PermissionGrants"],
    }
}

fn main() {}
