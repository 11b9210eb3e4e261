//! A module for a slice, in a crate that has its own spec, with its own attributes and visibility.

#![deny(warnings)]

use graph_client::credential::StaticToken;
use graph_client::{Error, GraphClient};
use graph_macros::graph_api;

graph_api! {
    /// Delegated permission grants.
    pub mod grants {
        spec: "specs/graph-v1.0.yaml",
        overlays: ["specs/overlay.yaml"],
        include: ["/oauth2PermissionGrants#GET,POST", "/oauth2PermissionGrants/{}", "/overlaid"],
        exclude: ["/oauth2PermissionGrants/{}#GET"],
    }
}

mod inner {
    graph_macros::graph_api! {
        pub(crate) mod principals {
            spec: "specs/graph-v1.0.yaml",
            include: ["/servicePrincipals/**"],
            navigation: "all",
            descendants: "used",
            types: ["user"],
        }
    }
}

fn main() -> Result<(), Error> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()?;

    let api = grants::Api::new(&client);
    let body = grants::models::OAuth2PermissionGrantCreate::all_principals("c", "r", "openid");
    let post = api.oauth2_permission_grants().post(&body);
    assert_eq!(post.path(), "/v1.0/oauth2PermissionGrants");
    assert_eq!(api.overlaid().get().path(), "/v1.0/overlaid");
    let get = api.oauth2_permission_grants().get().top(10);
    assert_eq!(get.query_string(), "$top=10");

    let api = inner::principals::Api::new(&client);
    let owners = api
        .service_principals()
        .by_service_principal_id("1")
        .owners()
        .get();
    assert_eq!(owners.path(), "/v1.0/servicePrincipals/1/owners");
    let _user = inner::principals::models::User::new();
    Ok(())
}
