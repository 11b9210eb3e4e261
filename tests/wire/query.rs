//! Query options, encoded.

use graph_client::model::Page;
use graph_client::v1::models::ServicePrincipal;
use graph_client::v1::requests::CollectionConsistencyLevelRequest;
use graph_tests::server::Answer;

use crate::exchange::{send, wire};

type List = CollectionConsistencyLevelRequest<Page<ServicePrincipal>>;

/// What is sent after the path.
async fn target_of(options: impl FnOnce(List) -> List) -> String {
    let (server, client) = wire([Answer::json(200, r#"{"value":[]}"#)]).await;
    let request = options(client.v1().service_principals().get());
    send(request.into_inner()).await.unwrap();
    let target = server.take_request().target().to_owned();
    let target = target.strip_prefix("/v1.0/servicePrincipals").unwrap();
    target.to_owned()
}

#[tokio::test]
async fn every_option_is_sent_under_its_name_in_the_order_of_the_calls() {
    let target = target_of(|request| {
        request
            .top(100)
            .skip(5)
            .search("\"displayName:sync\" AND \"tags:a&b\"")
            .filter("a eq 'O''Neil' or b ge 1+1 or c eq '100%#;?=/'")
            .count(true)
            .orderby(["displayName desc", "id"])
            .select(["id", "displayName"])
            .expand(["owners($select=id;$top=1)", "memberOf"])
    })
    .await;
    assert_eq!(
        target,
        "?$top=100&$skip=5\
         &$search=%22displayName:sync%22%20AND%20%22tags:a%26b%22\
         &$filter=a%20eq%20%27O%27%27Neil%27%20or%20b%20ge%201%2B1\
         %20or%20c%20eq%20%27100%25%23%3B%3F%3D/%27\
         &$count=true&$orderby=displayName%20desc,id&$select=id,displayName\
         &$expand=owners($select%3Did%3B$top%3D1),memberOf"
    );
}

#[tokio::test]
async fn an_option_is_sent_once_with_its_last_value() {
    let target = target_of(|request| {
        request
            .filter("first")
            .select(["id"])
            .filter("lást\r\n")
            .select(Vec::<String>::new())
            .count(false)
    })
    .await;
    assert_eq!(target, "?$filter=l%C3%A1st%0D%0A&$count=false");
}

#[tokio::test]
async fn an_option_that_is_not_declared_can_be_given_by_name() {
    let target =
        target_of(|request| request.query("$skiptoken", "a+b/c==").query("x y&z", "")).await;
    assert_eq!(target, "?$skiptoken=a%2Bb/c%3D%3D&x%20y%26z=");
}

#[tokio::test]
async fn without_options_there_is_no_question_mark() {
    assert_eq!(target_of(|request| request).await, "");
}
