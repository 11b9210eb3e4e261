//! The grant of the reference page, in full.

use graph_client::beta::models::{OAuth2PermissionGrant, OAuth2PermissionGrantCreate};
use graph_client::model::DateTime;
use graph_client::{GraphClient, Request};
use graph_tests::server::Answer;
use serde_json::{Value, json};

use crate::exchange::{send, value, wire};

/// The answer in the reference.
fn example() -> Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#oauth2PermissionGrants/$entity",
        "clientId": "ef969797-201d-4f6b-960c-e9ed5f31dab5",
        "consentType": "AllPrincipals",
        "expiryTime": "2023-03-17T00:00:00Z",
        "id": "l5eW7x0ga0-WDOntXzHateQDNpSH5-lPk9HjD3Sarjk",
        "principalId": null,
        "resourceId": "943603e4-e787-4fe9-93d1-e30f749aae39",
        "scope": "DelegatedPermissionGrant.ReadWrite.All",
        "startTime": "2022-03-17T00:00:00Z"
    })
}

fn create(client: &GraphClient) -> Request<OAuth2PermissionGrant> {
    let start: DateTime = "2022-03-17T00:00:00Z".parse().unwrap();
    let expiry: DateTime = "2023-03-17T00:00:00Z".parse().unwrap();
    let body = OAuth2PermissionGrantCreate::all_principals("c", "r", "s", start, expiry);
    client.beta().oauth2_permission_grants().post(&body)
}

#[tokio::test]
async fn the_reference_example_is_read_back_in_full() {
    let (_server, client) = wire([Answer::json(201, example().to_string())]).await;
    let response = send(create(&client)).await.unwrap();
    assert_eq!(response.status(), 201);
    let grant = response.into_value();

    assert_eq!(
        grant.id.as_deref(),
        Some("l5eW7x0ga0-WDOntXzHateQDNpSH5-lPk9HjD3Sarjk")
    );
    assert_eq!(
        grant.client_id.as_deref(),
        Some("ef969797-201d-4f6b-960c-e9ed5f31dab5")
    );
    assert_eq!(grant.consent_type.as_deref(), Some("AllPrincipals"));
    assert_eq!(
        grant.resource_id.as_deref(),
        Some("943603e4-e787-4fe9-93d1-e30f749aae39")
    );
    assert_eq!(
        grant.scope.as_deref(),
        Some("DelegatedPermissionGrant.ReadWrite.All")
    );
    assert!(grant.principal_id.is_null() && !grant.principal_id.is_absent());
    let start = grant.start_time.as_ref().unwrap();
    assert_eq!(start.as_str(), "2022-03-17T00:00:00Z");
    assert_eq!(start.get().unwrap().unix_timestamp(), 1_647_475_200);
    let expiry = grant.expiry_time.as_ref().unwrap();
    assert_eq!(expiry.get().unwrap().unix_timestamp(), 1_679_011_200);
    assert_eq!(
        grant.additional.text("@odata.context"),
        Some("https://graph.microsoft.com/beta/$metadata#oauth2PermissionGrants/$entity")
    );
    assert_eq!(grant.additional.len(), 1);
    assert_eq!(serde_json::to_value(&grant).unwrap(), example());
}

#[tokio::test]
async fn null_is_told_from_absent() {
    let mut without = example();
    without.as_object_mut().unwrap().remove("principalId");
    let grant = value(Answer::json(201, without.to_string()), create).await;
    assert!(grant.principal_id.is_absent() && !grant.principal_id.is_null());
    assert_eq!(serde_json::to_value(&grant).unwrap(), without);
}

#[tokio::test]
async fn what_is_not_declared_is_kept() {
    let mut more = example();
    more["@odata.etag"] = json!("W/\"1\"");
    more["later"] = json!({"deep": [1, 2.5, null, {"é": true}]});
    // Declared, and not nullable.
    more["clientId"] = json!(null);
    let grant = value(Answer::json(201, more.to_string()), create).await;
    assert_eq!(grant.client_id, None);
    assert_eq!(grant.additional.get("later"), Some(&more["later"]));
    assert_eq!(serde_json::to_value(&grant).unwrap(), more);
}
