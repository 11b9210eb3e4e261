//! Lets an application call another for every user, and takes the permission back.
//!
//! ```sh
//! cargo run -p graph-client --example grant_permission
//! GRAPH_TOKEN=… cargo run -p graph-client --example grant_permission -- CLIENT RESOURCE
//! ```
//!
//! `CLIENT` and `RESOURCE` are the object ids of the two service principals. The token needs
//! `DelegatedPermissionGrant.ReadWrite.All`.

mod loopback;

use std::error::Error;

use graph_client::v1::models::{OAuth2PermissionGrant, OAuth2PermissionGrantCreate};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = loopback::client(ANSWERS).await?;
    let mut arguments = std::env::args().skip(1);
    let application = arguments
        .next()
        .unwrap_or_else(|| "5e0ad9d8-5a1c-4f0e-9c1e-000000000001".into());
    let resource = arguments
        .next()
        .unwrap_or_else(|| "5e0ad9d8-5a1c-4f0e-9c1e-0000000000ff".into());

    let grants = client.v1().oauth2_permission_grants();
    // What the service requires is an argument, so that nothing can be forgotten.
    let wanted = OAuth2PermissionGrantCreate::all_principals(application, resource, "User.Read");
    let granted = grants.post(&wanted).await?;
    let id = granted.id.ok_or("the grant has no id")?;
    println!("granted {:?} as {id}", granted.scope.as_deref());

    let grant = grants.by_oauth2_permission_grant_id(&id);
    let narrower = OAuth2PermissionGrant::new().set_scope("openid");
    grant.patch(&narrower).await?;
    println!("narrowed it to openid");

    grant.delete().await?;
    println!("revoked it");

    // A mistake says what to do about it, and code can tell what it was.
    match grant.get().await {
        Err(error) if error.is_not_found() => println!("it is gone"),
        Err(error) => return Err(error.into()),
        Ok(_) => println!("it is still there: the service takes a moment to forget"),
    }
    Ok(())
}

const ANSWERS: &[loopback::Answer] = &[
    (
        "POST /v1.0/oauth2PermissionGrants",
        201,
        r#"{"id":"grant-1","consentType":"AllPrincipals","scope":"User.Read"}"#,
    ),
    ("PATCH /v1.0/oauth2PermissionGrants/grant-1", 204, ""),
    ("DELETE /v1.0/oauth2PermissionGrants/grant-1", 204, ""),
    (
        "GET /v1.0/oauth2PermissionGrants/grant-1",
        404,
        r#"{"error":{"code":"Request_ResourceNotFound","message":"There is no such grant."}}"#,
    ),
];
