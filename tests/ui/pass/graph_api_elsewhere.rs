//! A module in a crate that forbids what it can, with the runtime under a name of its own, and with
//! other names than the spec's.

#![forbid(unused_imports, unsafe_code)]
#![deny(warnings)]

mod azure {
    pub use graph_client as graph;
}

use azure::graph::GraphClient;
use azure::graph::credential::StaticToken;

graph_macros::graph_api! {
    mod grants {
        spec: "specs/graph-v1.0.yaml",
        include: ["/oauth2PermissionGrants#GET", "/servicePrincipals#GET"],
        crate: crate::azure::graph,
        rename: {
            "oAuth2PermissionGrant": "Grant",
            "oAuth2PermissionGrant/clientId": "client",
            "/oauth2PermissionGrants": "grants",
        },
        as_struct: ["directoryObject"],
    }
}

fn main() {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()
        .unwrap();
    let api = grants::Api::new(&client);
    assert_eq!(api.grants().get().path(), "/v1.0/oauth2PermissionGrants");
    let grant = grants::models::Grant::new().set_client("c");
    assert_eq!(grant.client.as_deref(), Some("c"));
    let principals = api.service_principals().clone();
    assert_eq!(format!("{principals:?}"), "ServicePrincipals { .. }");
    assert_eq!(principals.get().path(), "/v1.0/servicePrincipals");
}
