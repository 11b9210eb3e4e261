//! What a refusal says of the permissions that would do.

use graph_client::v1::models::{AcquireAccessTokenPostRequestBody, OAuth2PermissionGrant};
use graph_client::{Error, ErrorKind, GraphClient};
use graph_tests::server::Answer;

use crate::exchange::{KEY, failure};

const DENIED: &str = r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}"#;

/// An answer that refuses, with an id so that the message is the same each time.
fn denied() -> Answer {
    Answer::json(403, DENIED).header("request-id", "r-1")
}

fn assert_refused(error: &Error, said: &str) {
    assert_eq!(error.to_string(), said);
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 403);
    let code = error.code();
    assert_eq!(code, Some("Authorization_RequestDenied"));
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn acquiring_a_token_needs_one_permission_or_another() {
    let error = failure(denied(), |client: &GraphClient| {
        let application = client.v1().applications().by_application_id(KEY);
        let body = AcquireAccessTokenPostRequestBody::new();
        application
            .synchronization()
            .acquire_access_token()
            .post(&body)
    })
    .await;
    assert_refused(
        &error,
        "POST /applications/{application-id}/synchronization/acquireAccessToken: 403 Forbidden: \
         Authorization_RequestDenied: Insufficient privileges to complete the operation.; needs \
         Synchronization.ReadWrite.All (delegated) or Application.ReadWrite.OwnedBy (application); \
         a signed-in user also needs one of these roles: Application Administrator, Cloud \
         Application Administrator, Hybrid Identity Administrator; see \
         https://learn.microsoft.com/graph/api/synchronization-synchronization-acquireaccesstoken?view=graph-rest-1.0 \
         (request id r-1)",
    );
}

#[tokio::test]
async fn changing_a_grant_needs_the_same_permission_for_every_caller() {
    let error = failure(denied(), |client: &GraphClient| {
        let grants = client.v1().oauth2_permission_grants();
        let change = OAuth2PermissionGrant::new().set_scope("openid");
        grants.by_oauth2_permission_grant_id(KEY).patch(&change)
    })
    .await;
    assert_refused(
        &error,
        "PATCH /oauth2PermissionGrants/{oAuth2PermissionGrant-id}: 403 Forbidden: \
         Authorization_RequestDenied: Insufficient privileges to complete the operation.; needs \
         DelegatedPermissionGrant.ReadWrite.All (delegated or application); see \
         https://learn.microsoft.com/graph/api/oauth2permissiongrant-update?view=graph-rest-1.0 \
         (request id r-1)",
    );
}

#[tokio::test]
async fn reading_names_the_least_privileged_permission_and_no_higher_one() {
    let error = failure(denied(), |client: &GraphClient| {
        client.beta().oauth2_permission_grants().get().into_inner()
    })
    .await;
    assert_refused(
        &error,
        "GET /oauth2PermissionGrants: 403 Forbidden: Authorization_RequestDenied: Insufficient \
         privileges to complete the operation.; needs Directory.Read.All (delegated or \
         application); see \
         https://learn.microsoft.com/graph/api/oauth2permissiongrant-list?view=graph-rest-beta \
         (request id r-1)",
    );
}
