//! Published permissions that are not there, or not in their form.

graph_macros::graph_api! {
    mod missing {
        spec: "specs/things.yaml",
        permissions: "/no/such/folder/permissions.json",
    }

    mod broken {
        spec: "specs/things.yaml",
        permissions: "specs/permissions-broken.json",
    }
}

fn main() {}
