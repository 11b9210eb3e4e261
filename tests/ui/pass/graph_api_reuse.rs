//! Types of several modules that are the same: one takes them from `graph-client`, another from the
//! first.

#![deny(warnings)]

use graph_client::v1;

graph_macros::graph_api! {
    /// Grants, with the types of `graph-client`.
    pub mod grants {
        spec: "specs/graph-v1.0.yaml",
        include: ["/oauth2PermissionGrants#GET,POST"],
        reuse: graph_client::v1,
        must_reuse: ["oAuth2PermissionGrant", "microsoft.graph.oAuth2PermissionGrant"],
    }

    mod principals {
        spec: "specs/graph-v1.0.yaml",
        include: ["/servicePrincipals#GET", "/servicePrincipals/{}/owners#GET"],
        reuse: ::graph_client::v1,
        must_reuse: ["servicePrincipal", "directoryObject", "keyCredential"],
    }

    mod first {
        spec: "specs/things.yaml",
        types: ["addIn"],
        reuse: graph_client::v1,
        permissions: "specs/permissions.json",
    }

    pub(crate) mod second {
        spec: "specs/things.yaml",
        include: ["/things"],
        reuse: first,
        must_reuse: ["thing"],
    }
}

fn grant(grant: grants::models::OAuth2PermissionGrant) -> v1::models::OAuth2PermissionGrant {
    grant
}

fn any(object: v1::models::AnyDirectoryObject) -> principals::models::AnyDirectoryObject {
    object
}

fn target(
    principal: &principals::models::ServicePrincipal,
) -> &graph_client::model::Related<[v1::models::targets::DirectoryObject]> {
    &principal.owners
}

fn main() {
    let body = grants::models::OAuth2PermissionGrantCreate::all_principals("c", "r", "openid");
    let _: &v1::models::OAuth2PermissionGrantCreate = &body;
    let _ = grant(v1::models::OAuth2PermissionGrant::new());
    let user = v1::models::AnyDirectoryObject::from(v1::models::User::new());
    assert!(matches!(any(user), principals::models::AnyDirectoryObject::User(_)));
    assert!(target(&v1::models::ServicePrincipal::new()).is_absent());

    let thing: first::models::Thing = second::models::Thing::new().set_name("one");
    assert_eq!(thing.name.as_deref(), Some("one"));
    let _ = first::things::Things::GET;
    // Of the same name, and not the same.
    let _ = first::models::AddIn::new().set_type("one");
    let _ = v1::models::AddIn::new();
}
