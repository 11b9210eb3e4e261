//! A spec that is not there.

graph_macros::graph_api! {
    mod grants {
        spec: "/no/such/folder/graph.yaml",
    }
}

fn main() {}
