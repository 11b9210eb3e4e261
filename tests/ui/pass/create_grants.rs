//! A grant for everyone and a grant for one user, each in v1.0 and in beta.

use graph_client::credential::StaticToken;
use graph_client::model::DateTime;
use graph_client::{Error, GraphClient, Request, beta, v1};

fn main() -> Result<(), Error> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()?;
    let (client_id, resource_id, scope) = ("client", "resource", "openid User.Read");
    let start: DateTime = "2022-03-17T00:00:00Z".parse().unwrap();
    let expiry: DateTime = "2023-03-17T00:00:00Z".parse().unwrap();

    let request =
        v1::models::OAuth2PermissionGrantCreate::all_principals(client_id, resource_id, scope);
    sends(
        &client.v1().oauth2_permission_grants().post(&request),
        r#"{"consentType":"AllPrincipals","clientId":"client","resourceId":"resource","scope":"openid User.Read"}"#,
    );
    let request =
        v1::models::OAuth2PermissionGrantCreate::principal(client_id, "user", resource_id, scope);
    sends(
        &client.v1().oauth2_permission_grants().post(&request),
        r#"{"consentType":"Principal","clientId":"client","principalId":"user","resourceId":"resource","scope":"openid User.Read"}"#,
    );

    let request = beta::models::OAuth2PermissionGrantCreate::all_principals(
        client_id,
        resource_id,
        scope,
        start.clone(),
        expiry.clone(),
    );
    let post = client.beta().oauth2_permission_grants().post(&request);
    assert_eq!(post.path(), "/beta/oauth2PermissionGrants");
    sends(
        &post,
        r#"{"consentType":"AllPrincipals","clientId":"client","resourceId":"resource","scope":"openid User.Read","startTime":"2022-03-17T00:00:00Z","expiryTime":"2023-03-17T00:00:00Z"}"#,
    );
    let request = beta::models::OAuth2PermissionGrantCreate::principal(
        client_id,
        "user",
        resource_id,
        scope,
        start,
        expiry,
    );
    sends(
        &client.beta().oauth2_permission_grants().post(&request),
        r#"{"consentType":"Principal","clientId":"client","principalId":"user","resourceId":"resource","scope":"openid User.Read","startTime":"2022-03-17T00:00:00Z","expiryTime":"2023-03-17T00:00:00Z"}"#,
    );
    Ok(())
}

fn sends<T>(request: &Request<T>, body: &str) {
    let sent = request.body().map(|body| String::from_utf8_lossy(body));
    assert_eq!(sent.as_deref(), Some(body));
}
