//! Names in place of others: of a type and of a path that do not exist, and one that Rust does not
//! take.

graph_macros::graph_api! {
    mod things {
        spec: "specs/things.yaml",
        rename: {
            "thingy": "Item",
            "/thing": "items",
            "thing/name": "its name",
        },
    }
}

fn main() {}
