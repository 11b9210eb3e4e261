//! What a spec says that has no form in Rust is told at the name of the spec.

#![deny(deprecated)]

graph_macros::graph_api! {
    mod warned {
        spec: "specs/warned.yaml",
    }
}

fn main() {}
