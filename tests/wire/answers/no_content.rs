//! Answers without a body, where one is not expected or may be missing.

use graph_client::v1::models::{
    AcquireAccessTokenPostRequestBody, OAuth2PermissionGrant, SecretsPutRequestBody,
};
use graph_client::{GraphClient, Request};
use graph_tests::server::Answer;

use crate::exchange::{KEY, send, value, wire};

fn change(client: &GraphClient) -> Request<Option<OAuth2PermissionGrant>> {
    let grants = client.v1().oauth2_permission_grants();
    let change = OAuth2PermissionGrant::new().set_scope("openid");
    grants.by_oauth2_permission_grant_id(KEY).patch(&change)
}

#[tokio::test]
async fn a_token_is_acquired_with_a_204() {
    let answer = Answer::status(204)
        .header("request-id", "r-1")
        .header("X-Other", "o");
    let (_server, client) = wire([answer]).await;
    let principal = client
        .v1()
        .service_principals()
        .by_service_principal_id(KEY);
    let acquire = principal.synchronization().acquire_access_token();
    let response = send(acquire.post(&AcquireAccessTokenPostRequestBody::new()))
        .await
        .unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.headers()["x-other"], "o");
    assert_eq!(response.into_value(), ());
}

#[tokio::test]
async fn a_body_where_none_is_expected_is_left_aside() {
    let answer = Answer::json(200, "{ not json");
    let job = |client: &GraphClient| {
        let principal = client
            .v1()
            .service_principals()
            .by_service_principal_id(KEY);
        principal
            .synchronization()
            .jobs()
            .by_synchronization_job_id("j")
            .start()
            .post()
    };
    assert_eq!(value(answer, job).await, ());
}

#[tokio::test]
async fn a_change_that_is_answered_without_a_body_gives_nothing() {
    assert_eq!(value(Answer::status(204), change).await, None);
    assert_eq!(value(Answer::status(200), change).await, None);
    assert_eq!(value(Answer::json(200, " \r\n"), change).await, None);
}

#[tokio::test]
async fn a_change_that_is_answered_with_the_object_gives_it() {
    let answer = Answer::json(200, r#"{"id":"g","scope":"openid"}"#);
    let grant = value(answer, change).await.unwrap();
    assert_eq!(grant.id.as_deref(), Some("g"));
    assert_eq!(grant.scope.as_deref(), Some("openid"));
    assert!(grant.principal_id.is_absent());
}

#[tokio::test]
async fn stored_secrets_are_answered_with_or_without_a_body() {
    let put = |client: &GraphClient| {
        let principal = client
            .v1()
            .service_principals()
            .by_service_principal_id(KEY);
        principal
            .synchronization()
            .secrets()
            .put(&SecretsPutRequestBody::new())
    };
    assert_eq!(value(Answer::status(204), put).await, None);
    let stored = value(
        Answer::json(200, r#"{"value":[{"key":"Neu","value":null}]}"#),
        put,
    )
    .await;
    let pairs = stored.unwrap().value.unwrap();
    assert_eq!(pairs[0].key.as_ref().unwrap().to_string(), "Neu");
    assert!(pairs[0].value.is_null());
}
