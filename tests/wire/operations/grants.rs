//! `/oauth2PermissionGrants` of v1.0.

use graph_client::GraphClient;
use graph_client::model::Nullable;
use graph_client::v1::models::{OAuth2PermissionGrant, OAuth2PermissionGrantCreate};

use super::Sample;
use crate::exchange::{ENCODED_KEY, KEY};

pub(super) fn samples(client: &GraphClient) -> Vec<Sample> {
    let grants = client.v1().oauth2_permission_grants();
    let grant = grants.by_oauth2_permission_grant_id(KEY);
    let target = format!("/v1.0/oauth2PermissionGrants/{ENCODED_KEY}");
    let for_all = OAuth2PermissionGrantCreate::all_principals("c", "r", "openid User.Read");
    let for_one = OAuth2PermissionGrantCreate::principal("c", "p", "r", "openid");
    let change = OAuth2PermissionGrant::new()
        .set_principal_id(Nullable::Null)
        .set_scope("openid \"quoted\" \u{1}é");

    vec![
        Sample::new(
            grants
                .get()
                .filter("clientId eq 'O''Neil & co' and consentType eq 'Principal'")
                .top(50)
                .into_inner(),
            "GET",
            "/v1.0/oauth2PermissionGrants\
             ?$filter=clientId%20eq%20%27O%27%27Neil%20%26%20co%27%20and%20consentType%20eq%20%27Principal%27\
             &$top=50",
        )
        .with_answer(200, r#"{"value":[]}"#),
        Sample::new(grants.post(&for_all), "POST", "/v1.0/oauth2PermissionGrants")
            .with_body(
                r#"{"consentType":"AllPrincipals","clientId":"c","resourceId":"r","scope":"openid User.Read"}"#,
            )
            .with_answer(201, "{}"),
        Sample::new(grants.post(&for_one), "POST", "/v1.0/oauth2PermissionGrants")
            .with_body(
                r#"{"consentType":"Principal","clientId":"c","principalId":"p","resourceId":"r","scope":"openid"}"#,
            )
            .with_answer(201, "{}"),
        Sample::new(
            grant.get().select(["id", "scope"]).into_inner(),
            "GET",
            &format!("{target}?$select=id,scope"),
        )
        .with_answer(200, "{}"),
        Sample::new(grant.patch(&change), "PATCH", &target)
            .with_body(r#"{"principalId":null,"scope":"openid \"quoted\" \u0001é"}"#),
        Sample::new(grant.delete().into_inner(), "DELETE", &target),
        Sample::new(
            grant.delete().if_match("W/\"1 2\"").into_inner(),
            "DELETE",
            &target,
        )
        .with_header("if-match", "W/\"1 2\""),
        Sample::new(
            grants.delta().get().expand(["client", "resource"]).into_inner(),
            "GET",
            "/v1.0/oauth2PermissionGrants/delta()?$expand=client,resource",
        )
        .with_answer(200, r#"{"value":[]}"#),
    ]
}
