//! Specs that are wrong: the place in the spec is told at its name, for each module.

graph_macros::graph_api! {
    mod wrong {
        spec: "specs/wrong.yaml",
    }

    mod cut {
        spec: "specs/cut.yaml",
    }
}

fn main() {}
