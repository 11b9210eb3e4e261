//! A type that is not the same as that of `graph-client` stays one of its own.

graph_macros::graph_api! {
    mod things {
        spec: "specs/things.yaml",
        reuse: graph_client::v1,
    }
}

fn print(_: &graph_client::v1::models::ServicePrincipal) {}

fn main() {
    print(&things::models::ServicePrincipal::new());
}
