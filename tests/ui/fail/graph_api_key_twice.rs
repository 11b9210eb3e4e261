//! A key given twice, and no spec at all.

graph_macros::graph_api! {
    mod twice {
        spec: "specs/graph-v1.0.yaml",
        spec: "specs/graph-beta.yaml",
    }
}

graph_macros::graph_api! {
    mod none {
        include: ["/oauth2PermissionGrants"],
    }
}

fn main() {}
