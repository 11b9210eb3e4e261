//! Reads all permission grants, and then only what has changed since.
//!
//! ```sh
//! cargo run -p graph-client --example delta
//! GRAPH_TOKEN=… cargo run -p graph-client --example delta
//! ```
//!
//! The token needs `Directory.Read.All`.

mod loopback;

use std::error::Error;

use graph_client::paging::Items;
use graph_client::v1::models::OAuth2PermissionGrant;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = loopback::client(ANSWERS).await?;

    println!("first round:");
    let grants = client.v1().oauth2_permission_grants().delta().get();
    let saved = show(grants.items()).await?;

    // An application keeps the link, as carefully as the data, and comes back another day.
    println!("since then:");
    show(client.resume(&saved).items()).await?;
    Ok(())
}

/// Shows all changes, and gives the link to those of the future.
async fn show(mut changes: Items<OAuth2PermissionGrant>) -> Result<String, Box<dyn Error>> {
    while let Some(change) = changes.try_next().await? {
        let id = change.id.as_deref().unwrap_or("?");
        if change.additional.get("@removed").is_some() {
            println!("  {id} was revoked");
        } else {
            println!("  {id}: {}", change.scope.as_deref().unwrap_or("nothing"));
        }
    }
    let link = changes.delta_link();
    Ok(link
        .ok_or("the last page has no link to later changes")?
        .into())
}

const ANSWERS: &[loopback::Answer] = &[
    (
        "GET /v1.0/oauth2PermissionGrants/delta()?$skiptoken=second",
        200,
        r#"{
            "@odata.deltaLink": "{root}/v1.0/oauth2PermissionGrants/delta()?$deltatoken=today",
            "value": [{"id":"grant-2","scope":"openid profile"}]
        }"#,
    ),
    (
        "GET /v1.0/oauth2PermissionGrants/delta()?$deltatoken=today",
        200,
        r#"{
            "@odata.deltaLink": "{root}/v1.0/oauth2PermissionGrants/delta()?$deltatoken=tomorrow",
            "value": [
                {"id":"grant-1","@removed":{"reason":"deleted"}},
                {"id":"grant-3","scope":"Mail.Read"}
            ]
        }"#,
    ),
    (
        "GET /v1.0/oauth2PermissionGrants/delta()",
        200,
        r#"{
            "@odata.nextLink": "{root}/v1.0/oauth2PermissionGrants/delta()?$skiptoken=second",
            "value": [{"id":"grant-1","scope":"User.Read"}]
        }"#,
    ),
];
