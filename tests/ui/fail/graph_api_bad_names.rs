//! Types and names without a match, each told at its own literal, with names that are near.

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        include: ["/oauth2PermissionGrants#GET"],
        types: ["usr"],
        rename: {"oAuth2PermissionGrant/clientID": "client"},
        as_enum: ["servicePrincipal"],
    }
}

fn main() {}
