//! Types that have to be those of another module, and are not: each told at its own literal, with what
//! differs.

graph_macros::graph_api! {
    mod things {
        spec: "specs/things.yaml",
        types: ["addIn"],
        reuse: graph_client::v1,
        must_reuse: ["thing", "keyCredential", "addIn", "servicePrinciple"],
    }
}

fn main() {}
