//! `/oauth2PermissionGrants` of beta.

use graph_client::GraphClient;
use graph_client::beta::models::{OAuth2PermissionGrant, OAuth2PermissionGrantCreate};
use graph_client::model::{DateTime, Nullable};

use super::Sample;
use crate::exchange::{ENCODED_KEY, KEY};

pub(super) fn samples(client: &GraphClient) -> Vec<Sample> {
    let grants = client.beta().oauth2_permission_grants();
    let grant = grants.by_oauth2_permission_grant_id(KEY);
    let target = format!("/beta/oauth2PermissionGrants/{ENCODED_KEY}");
    let start: DateTime = "2022-03-17T00:00:00Z".parse().unwrap();
    // As precise as the service, and with an offset: sent as it is.
    let expiry: DateTime = "2023-03-17T00:00:00.1234567+05:30".parse().unwrap();
    let for_all = OAuth2PermissionGrantCreate::all_principals(
        "ef969797-201d-4f6b-960c-e9ed5f31dab5",
        "943603e4-e787-4fe9-93d1-e30f749aae39",
        "DelegatedPermissionGrant.ReadWrite.All",
        start.clone(),
        expiry.clone(),
    );
    let for_one =
        OAuth2PermissionGrantCreate::principal("c", "p", "r", "openid", start.clone(), expiry);
    let change = OAuth2PermissionGrant::new()
        .set_scope(Nullable::Null)
        .set_start_time(start);

    vec![
        Sample::new(
            grants.get().count(false).into_inner(),
            "GET",
            "/beta/oauth2PermissionGrants?$count=false",
        )
        .with_answer(200, r#"{"value":[]}"#),
        Sample::new(grants.post(&for_all), "POST", "/beta/oauth2PermissionGrants")
            .with_body(
                r#"{"consentType":"AllPrincipals","clientId":"ef969797-201d-4f6b-960c-e9ed5f31dab5","resourceId":"943603e4-e787-4fe9-93d1-e30f749aae39","scope":"DelegatedPermissionGrant.ReadWrite.All","startTime":"2022-03-17T00:00:00Z","expiryTime":"2023-03-17T00:00:00.1234567+05:30"}"#,
            )
            .with_answer(201, "{}"),
        Sample::new(grants.post(&for_one), "POST", "/beta/oauth2PermissionGrants")
            .with_body(
                r#"{"consentType":"Principal","clientId":"c","principalId":"p","resourceId":"r","scope":"openid","startTime":"2022-03-17T00:00:00Z","expiryTime":"2023-03-17T00:00:00.1234567+05:30"}"#,
            )
            .with_answer(201, "{}"),
        Sample::new(
            grant.get().expand(["*"]).into_inner(),
            "GET",
            &format!("{target}?$expand=*"),
        )
        .with_answer(200, "{}"),
        Sample::new(grant.patch(&change), "PATCH", &target)
            .with_body(r#"{"scope":null,"startTime":"2022-03-17T00:00:00Z"}"#),
        Sample::new(
            grant.delete().if_match("*").into_inner(),
            "DELETE",
            &target,
        )
        .with_header("if-match", "*"),
        Sample::new(
            grants.delta().get().select(["scope"]).top(1).into_inner(),
            "GET",
            "/beta/oauth2PermissionGrants/delta()?$select=scope&$top=1",
        )
        .with_answer(200, r#"{"value":[]}"#),
    ]
}
