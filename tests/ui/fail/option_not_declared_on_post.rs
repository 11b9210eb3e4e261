//! Creating takes no filter.

use graph_client::GraphClient;
use graph_client::v1::models::OAuth2PermissionGrantCreate;

fn create(client: &GraphClient, body: &OAuth2PermissionGrantCreate) {
    let _ = client
        .v1()
        .oauth2_permission_grants()
        .post(body)
        .filter("scope eq 'openid'");
}

fn main() {}
