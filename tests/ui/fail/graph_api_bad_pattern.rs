//! A pattern that cannot be read.

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        include: ["oauth2PermissionGrants", "/oauth2PermissionGrants#FETCH"],
    }
}

fn main() {}
