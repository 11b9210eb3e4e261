//! Projections, filters and orders, in any order, on every kind of request.

use graph_client::credential::StaticToken;
use graph_client::model::{Nullable, Page};
use graph_client::query::{Filter, Projection, filter, order_by, select};
use graph_client::v1::models::{Application, ServicePrincipal, User};
use graph_client::{Error, GraphClient, v1};

// Neither needs `Clone`, and both may have it.
#[derive(Projection)]
#[projection(of = v1::models::ServicePrincipal)]
struct App {
    id: String,
    app_id: Option<String>,
    display_name: Nullable<String>,
    owners: Vec<Owner>,
}

#[derive(Clone, Debug, PartialEq, Projection)]
#[projection(of = User)]
struct Owner {
    id: Option<String>,
    #[projection(property = display_name)]
    name: Option<String>,
}

impl From<ServicePrincipal> for Owner {
    fn from(_: ServicePrincipal) -> Self {
        Self { id: None, name: None }
    }
}

fn of_prefix(prefix: &str) -> Filter<ServicePrincipal> {
    filter!(ServicePrincipal: starts_with(display_name, prefix))
}

fn main() -> Result<(), Error> {
    let client = GraphClient::builder().credential(StaticToken::new("token")).build()?;
    let id = String::from("it's");
    let request = client
        .v1()
        .service_principals()
        .get()
        .project::<App>()
        .filter(of_prefix("C").and(filter!(ServicePrincipal: app_id == id && tags.any(|t| t == "x"))))
        .orderby(order_by!(ServicePrincipal: display_name desc));
    assert_eq!(
        request.query_string(),
        "$select=id,appId,displayName&$expand=owners($select%3Did,displayName)\
         &$filter=startswith(displayName,%27C%27)%20and%20appId%20eq%20%27it%27%27s%27%20and%20\
         tags/any(t:t%20eq%20%27x%27)&$orderby=displayName%20desc&$count=true"
    );
    let _answer = async move {
        let page: Page<App> = request.await?;
        for App { id, app_id, display_name, owners } in page {
            let _: (String, Option<String>, Nullable<String>, Vec<Owner>) = (id, app_id, display_name, owners);
        }
        Ok::<(), Error>(())
    };
    // Objects of a family are asked by the properties of a member.
    let owners = client.v1().service_principals().by_service_principal_id("id").owners().get();
    let owners = owners.filter(filter!(User: display_name == "x")).filter(filter!(Application: app_id == "x"));
    assert_eq!(owners.query_string(), "$filter=appId%20eq%20%27x%27");
    // Text stays possible.
    let list = client.v1().service_principals().get().filter("a eq 1").orderby(["b desc", "c"]);
    let list = list.filter(String::from("d")).orderby(Vec::<String>::new());
    let list = list.select(select!(ServicePrincipal: id, tags));
    assert_eq!(
        list.query_string(),
        "$count=true&$filter=d&$select=id,tags"
    );
    Ok(())
}
