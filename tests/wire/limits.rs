//! Limits of the schema, checked before anything is sent.

use graph_client::credential::StaticToken;
use graph_client::model::DateTime;
use graph_client::operation::{Method, Operation};
use graph_client::v1::models::OAuth2PermissionGrantCreate;
use graph_client::{ErrorKind, GraphClient, Request, beta, v1};
use graph_tests::server::{Answer, Server};

use crate::exchange::{SECRET, send, wire};

const POST: Operation = Operation::new(Method::Post, "/lists");

/// A scope of so many characters, two bytes each but for the secret at its start.
fn scope(characters: usize) -> String {
    format!("{SECRET}{}", "é".repeat(characters - SECRET.len()))
}

fn create(client: &GraphClient, scope: &str) -> Request<v1::models::OAuth2PermissionGrant> {
    let body = OAuth2PermissionGrantCreate::all_principals("c", "r", scope);
    client.v1().oauth2_permission_grants().post(&body)
}

fn create_beta(client: &GraphClient, scope: &str) -> Request<beta::models::OAuth2PermissionGrant> {
    let time: DateTime = "2022-03-17T00:00:00Z".parse().unwrap();
    let body = beta::models::OAuth2PermissionGrantCreate::principal(
        "c",
        "p",
        "r",
        scope,
        time.clone(),
        time,
    );
    client.beta().oauth2_permission_grants().post(&body)
}

fn change(client: &GraphClient, scope: &str) -> Request<Option<v1::models::OAuth2PermissionGrant>> {
    let body = v1::models::OAuth2PermissionGrant::new().set_scope(scope);
    let grants = client.v1().oauth2_permission_grants();
    grants.by_oauth2_permission_grant_id("g").patch(&body)
}

#[tokio::test]
async fn the_longest_scope_is_sent_whole() {
    let longest = scope(3850);
    let (server, client) = wire([
        Answer::json(201, "{}"),
        Answer::json(201, "{}"),
        Answer::status(204),
    ])
    .await;
    send(create(&client, &longest)).await.unwrap();
    send(create_beta(&client, &longest)).await.unwrap();
    send(change(&client, &longest)).await.unwrap();
    for _ in 0..3 {
        let body: serde_json::Value = serde_json::from_slice(server.take_request().body()).unwrap();
        assert_eq!(body["scope"], longest);
    }
}

#[tokio::test]
async fn a_longer_scope_is_refused_before_anything_is_sent() {
    let too_long = scope(3851);
    let (server, client) = wire([]).await;
    let errors = [
        (
            send(create(&client, &too_long)).await.unwrap_err(),
            "POST /oauth2PermissionGrants",
        ),
        (
            send(create_beta(&client, &too_long)).await.unwrap_err(),
            "POST /oauth2PermissionGrants",
        ),
        (
            send(change(&client, &too_long)).await.unwrap_err(),
            "PATCH /oauth2PermissionGrants/{oAuth2PermissionGrant-id}",
        ),
    ];
    for (error, operation) in errors {
        assert_eq!(
            error.to_string(),
            format!(
                "{operation}: the body cannot be encoded: \
                 scope has 3851 characters, and at most 3850 are allowed"
            )
        );
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(!error.is_retryable());
    }
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn a_client_may_leave_the_limits_to_the_service() {
    let too_long = scope(3851);
    let server = Server::start((0..4).map(|_| Answer::json(200, "{}"))).await;
    let builder = || {
        GraphClient::builder()
            .credential(StaticToken::new("t"))
            .loopback(server.root())
    };
    let client = builder().schema_limits(false).build().unwrap();
    send(create(&client, &too_long)).await.unwrap();
    send(create_beta(&client, &too_long)).await.unwrap();
    send(change(&client, &too_long)).await.unwrap();
    // A body that is a list is no other than one that is an object.
    let path = graph_client::path::Path::new(&client, "/v1.0").text("/lists");
    let item = OAuth2PermissionGrantCreate::all_principals("c", "r", &*too_long);
    let items = [item];
    let list = path.request_with_json_array::<(), _>(POST, &items);
    send(list).await.unwrap();
    for _ in 0..4 {
        let body = server.take_request().body_text().to_owned();
        assert!(body.contains(&format!("\"scope\":\"{too_long}\"")));
    }
    // It is a matter of each client, and said both ways.
    let client = builder()
        .schema_limits(false)
        .schema_limits(true)
        .build()
        .unwrap();
    let error = send(create(&client, &too_long)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode);
    let path = graph_client::path::Path::new(&client, "/v1.0").text("/lists");
    let list = path.request_with_json_array::<(), _>(POST, &items);
    let error = send(list).await.unwrap_err();
    assert!(error.to_string().contains("[0].scope has 3851"), "{error}");
    assert_eq!(server.pending(), 0);
}
