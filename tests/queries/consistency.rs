//! Advanced queries ask for what they need by themselves, where the operation declares it.

use graph_client::GraphClient;
use graph_client::credential::StaticToken;
use graph_client::model::Page;
use graph_client::query::{filter, order_by};
use graph_client::v1::models::{OAuth2PermissionGrant, ServicePrincipal};
use graph_client::v1::requests::CollectionConsistencyLevelRequest;

type List = CollectionConsistencyLevelRequest<Page<ServicePrincipal>>;

fn client() -> GraphClient {
    GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()
        .unwrap()
}

/// A request's options, and its query.
type Case = (fn(List) -> List, &'static str);

/// The level that is asked for, and the query.
fn sent(options: impl FnOnce(List) -> List) -> (Option<String>, String) {
    let request = options(client().v1().service_principals().get());
    let level = request.headers().get("ConsistencyLevel");
    let level = level.map(|level| level.to_str().unwrap().to_owned());
    (level, request.query_string().to_owned())
}

#[test]
fn advanced_queries_are_eventual_and_counted() {
    let eventual = Some("eventual".to_owned());
    let cases: [Case; 6] = [
        (
            |list| list.filter(filter!(ServicePrincipal: app_id != "x")),
            "$filter=appId%20ne%20%27x%27&$count=true",
        ),
        (
            |list| list.filter("a").orderby(["b"]),
            "$filter=a&$orderby=b&$count=true",
        ),
        (
            |list| {
                list.orderby(order_by!(ServicePrincipal: app_id))
                    .filter("a")
            },
            "$orderby=appId&$filter=a&$count=true",
        ),
        (
            |list| list.search("\"displayName:x\""),
            "$search=%22displayName:x%22",
        ),
        (|list| list.count(true), "$count=true"),
        // What is set stays set.
        (
            |list| {
                list.count(false)
                    .filter(filter!(ServicePrincipal: !account_enabled))
            },
            "$count=false&$filter=not(accountEnabled%20eq%20true)",
        ),
    ];
    for (options, query) in cases {
        assert_eq!(sent(options), (eventual.clone(), query.to_owned()));
    }
    let own = sent(|list| list.consistency_level("session").count(true));
    assert_eq!(own, (Some("session".to_owned()), "$count=true".to_owned()));
}

#[test]
fn other_queries_stay_as_they_are() {
    let cases: [fn(List) -> List; 4] = [
        |list| list.filter(filter!(ServicePrincipal: app_id == "x")),
        |list| list.orderby(order_by!(ServicePrincipal: app_id)),
        |list| list.count(false),
        // Text is not looked into.
        |list| list.filter("appId ne 'x'"),
    ];
    for options in cases {
        assert_eq!(sent(options).0, None);
    }
    let grants = client().v1().oauth2_permission_grants().get();
    let filter = filter!(OAuth2PermissionGrant: consent_type != "Principal");
    let grants = grants.filter(filter).orderby(["id"]);
    assert_eq!(grants.headers().len(), 0);
    assert_eq!(
        grants.query_string(),
        "$filter=consentType%20ne%20%27Principal%27&$orderby=id"
    );
}
