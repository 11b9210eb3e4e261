//! Options of a collection, in any order, and what a page gives.

use graph_client::credential::StaticToken;
use graph_client::model::Page;
use graph_client::v1::models::ServicePrincipal;
use graph_client::{Error, GraphClient};

fn main() -> Result<(), Error> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()?;
    let request = client
        .v1()
        .service_principals()
        .get()
        .filter("startswith(displayName,'Contoso')")
        .select(["id", "displayName"])
        .count(true)
        .top(100)
        .consistency_level("eventual");
    assert_eq!(request.path(), "/v1.0/servicePrincipals");
    assert_eq!(
        request.query_string(),
        "$filter=startswith(displayName,%27Contoso%27)&$select=id,displayName&$count=true&$top=100"
    );
    assert_eq!(
        request.headers().get("ConsistencyLevel").unwrap(),
        "eventual"
    );

    // A list may be of owned texts, and names outlive none of their strings.
    let names: Vec<String> = vec!["id".into()];
    let _narrow = client.v1().service_principals().get().select(&names);

    let _answer = async move {
        let page: Page<ServicePrincipal> = request.await?;
        for principal in &page {
            let _name: Option<&str> = principal.display_name.as_deref();
        }
        let _more: Option<String> = page.next_link;
        Ok::<(), Error>(())
    };
    Ok(())
}
