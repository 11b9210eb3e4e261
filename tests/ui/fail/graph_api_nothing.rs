//! An empty list of patterns.

graph_macros::graph_api! {
    mod nothing {
        spec: "specs/graph-v1.0.yaml",
        include: [],
    }
}

fn main() {}
