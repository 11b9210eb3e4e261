//! `startTime` and `expiryTime` must be sent to beta.

use graph_client::beta::models::OAuth2PermissionGrantCreateAllPrincipals;

fn main() {
    let _ = OAuth2PermissionGrantCreateAllPrincipals::new("client", "resource", "openid");
}
