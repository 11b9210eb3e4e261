//! Policies that are none, both told at once.

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        include: ["/oauth2PermissionGrants"],
        navigation: "some",
        descendants: "few",
    }
}

fn main() {}
