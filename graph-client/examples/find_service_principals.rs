//! Finds the service principals whose name begins with a word, and reads them page by page.
//!
//! ```sh
//! cargo run -p graph-client --example find_service_principals
//! GRAPH_TOKEN=… cargo run -p graph-client --example find_service_principals -- Contoso
//! ```
//!
//! The token needs `Application.Read.All`.

mod loopback;

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = loopback::client(ANSWERS).await?;
    let word = std::env::args().nth(1).unwrap_or_else(|| "Contoso".into());

    let mut found = client
        .v1()
        .service_principals()
        .get()
        // A quote in an OData string is written twice.
        .filter(format!(
            "startswith(displayName,'{}')",
            word.replace('\'', "''")
        ))
        .select(["id", "appId", "displayName"])
        .count(true)
        .top(2)
        // Counting is an advanced query, which asks for this header; every page is sent it.
        .consistency_level("eventual")
        .items();

    // The next page is asked for when the last item of this one has been taken.
    while let Some(principal) = found.try_next().await? {
        let name = principal.display_name.as_deref().unwrap_or("(no name)");
        println!("{}  {name}", principal.id.unwrap_or_default());
    }
    if let Some(count) = found.count() {
        println!("{count} in all");
    }
    Ok(())
}

const ANSWERS: &[loopback::Answer] = &[
    (
        "GET /v1.0/servicePrincipals?$skiptoken=second",
        200,
        r#"{"value":[{"id":"5e0ad9d8-5a1c-4f0e-9c1e-000000000003","displayName":"Contoso Wiki"}]}"#,
    ),
    (
        "GET /v1.0/servicePrincipals?",
        200,
        r#"{
            "@odata.count": 3,
            "@odata.nextLink": "{root}/v1.0/servicePrincipals?$skiptoken=second",
            "value": [
                {"id":"5e0ad9d8-5a1c-4f0e-9c1e-000000000001","displayName":"Contoso Mail"},
                {"id":"5e0ad9d8-5a1c-4f0e-9c1e-000000000002","displayName":"Contoso Payroll"}
            ]
        }"#,
    ),
];
