//! Asks several things in one exchange, each answered with its own type or its own failure.
//!
//! ```sh
//! cargo run -p graph-client --example batch
//! GRAPH_TOKEN=… cargo run -p graph-client --example batch -- PRINCIPAL
//! ```
//!
//! `PRINCIPAL` is the object id of a service principal. The token needs `Directory.Read.All`.

mod loopback;

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = loopback::client(ANSWERS).await?;
    let id = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "5e0ad9d8-5a1c-4f0e-9c1e-000000000001".into());
    let principals = client.v1().service_principals();
    let principal = principals.by_service_principal_id(&id);

    let mut batch = client.batch();
    let itself = batch.add(principal.get().select(["id", "displayName"]));
    let grants = batch.add(principal.oauth2_permission_grants().get());
    let missing = batch.add(principals.by_service_principal_id("nobody").get());
    // The grants are asked for only once there is somebody to have them.
    batch.depends_on(&grants, &itself);

    let mut answers = batch.send().await;
    let itself = answers.take(itself)?;
    println!("{}", itself.display_name.as_deref().unwrap_or("(no name)"));
    for grant in answers.take(grants)?.value {
        println!("  may use {}", grant.scope.as_deref().unwrap_or("nothing"));
    }
    match answers.take(missing) {
        Ok(_) => println!("somebody is called nobody"),
        // The failure of one request is no failure of the others.
        Err(error) => println!("nobody: {error}"),
    }
    Ok(())
}

const ANSWERS: &[loopback::Answer] = &[(
    "POST /v1.0/$batch",
    200,
    r#"{"responses":[
        {"id":"2","status":404,"headers":{"Content-Type":"application/json"},
         "body":{"error":{"code":"Request_ResourceNotFound","message":"There is no such object."}}},
        {"id":"0","status":200,"headers":{"Content-Type":"application/json"},
         "body":{"id":"5e0ad9d8-5a1c-4f0e-9c1e-000000000001","displayName":"Contoso Mail"}},
        {"id":"1","status":200,"headers":{"Content-Type":"application/json"},
         "body":{"value":[{"id":"grant-1","scope":"User.Read"},{"id":"grant-2","scope":"openid"}]}}
    ]}"#,
)];
