//! A change that clears a property, a removal on condition, and the changes since last time.

use graph_client::credential::StaticToken;
use graph_client::model::{Nullable, Page};
use graph_client::v1::models::OAuth2PermissionGrant;
use graph_client::{Error, GraphClient};

fn main() -> Result<(), Error> {
    let client = GraphClient::builder()
        .credential(StaticToken::new("token"))
        .build()?;
    let grants = client.v1().oauth2_permission_grants();
    let grant = grants.by_oauth2_permission_grant_id("a b");

    let change = OAuth2PermissionGrant::new()
        .set_principal_id(Nullable::Null)
        .set_scope("openid");
    let patch = grant.patch(&change);
    assert_eq!(patch.path(), "/v1.0/oauth2PermissionGrants/a%20b");
    assert_eq!(
        patch.body().map(|body| body.as_ref()),
        Some(&br#"{"principalId":null,"scope":"openid"}"#[..])
    );
    // No value is null as well, and a property left alone is not sent.
    let same = OAuth2PermissionGrant::new()
        .set_principal_id(None)
        .set_scope("openid");
    assert_eq!(change, same);

    let delete = grant.delete().if_match("*");
    assert_eq!(delete.headers().get("If-Match").unwrap(), "*");

    let delta = grants.delta().get().select(["scope"]);
    assert_eq!(delta.path(), "/v1.0/oauth2PermissionGrants/delta()");

    let _answers = async move {
        let _changed: Option<OAuth2PermissionGrant> = patch.await?;
        let (): () = delete.await?;
        let page: Page<OAuth2PermissionGrant> = delta.await?;
        let _later: Option<String> = page.delta_link;
        Ok::<(), Error>(())
    };
    Ok(())
}
