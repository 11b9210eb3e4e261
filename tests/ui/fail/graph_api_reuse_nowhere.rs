//! Types from a module that there is not, from one that comes later, and from nowhere.

graph_macros::graph_api! {
    mod things {
        spec: "specs/things.yaml",
        reuse: graph_client::v2,
    }

    mod early {
        spec: "specs/things.yaml",
        reuse: late,
    }

    mod late {
        spec: "specs/things.yaml",
    }
}

graph_macros::graph_api! {
    mod nowhere {
        spec: "specs/things.yaml",
        must_reuse: ["thing"],
    }
}

fn main() {}
